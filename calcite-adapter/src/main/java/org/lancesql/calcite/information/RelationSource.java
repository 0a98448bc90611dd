package org.lancesql.calcite.information;

import java.util.List;
import java.util.Optional;
import org.lancesql.calcite.RelationName;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.versioning.StoredTable;

/** What is known of the tables and views that a session sees, each answer as of now. */
public interface RelationSource {
    /** Name of the database, which is the catalog. */
    String catalog();

    /** The tables of the database, sorted by name. */
    List<StoredTable> tables();

    /** All tables and views, without opening any. */
    List<RelationName> relations();

    /**
     * The columns in order.
     *
     * @throws RuntimeException when the relation cannot be read
     */
    List<RelationColumn> columns(RelationName relation);

    /** The columns in order; none when the relation cannot be read. */
    List<RelationColumn> readableColumns(RelationName relation);

    /** The keys and checks of a table; none of a view, or when it cannot be read. */
    TableConstraints constraints(RelationName relation);

    /** The query of a view of the database. */
    Optional<String> viewDefinition(RelationName relation);
}
