package org.lancesql.benchmarks;

import java.sql.SQLException;

/** One way to answer the queries. */
interface Contestant extends AutoCloseable {
    /** Title of its column in the table of results. */
    String name();

    /** Answers a query; the time that the call takes is what is measured. */
    Answer run(TpchQuery query) throws SQLException;

    @Override
    void close() throws SQLException;
}
