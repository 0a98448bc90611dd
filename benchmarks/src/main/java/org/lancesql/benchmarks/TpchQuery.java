package org.lancesql.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One of the 22 queries of TPC-H.
 *
 * @param number from 1 to 22
 */
record TpchQuery(int number, String sql) {
    static final int COUNT = 22;

    static TpchQuery of(int number) {
        String resource = String.format(Locale.ROOT, "/tpch/q%02d.sql", number);
        try (InputStream stream = TpchQuery.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no query " + number + ", they are 1 to " + COUNT);
            }
            return new TpchQuery(number, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Columns of a table that the query names; in TPC-H no two tables share the name of a column. */
    List<String> namedColumns(Schema table) {
        return table.getFields().stream()
                .map(Field::getName)
                .filter(name -> Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                        .matcher(sql)
                        .find())
                .toList();
    }
}
