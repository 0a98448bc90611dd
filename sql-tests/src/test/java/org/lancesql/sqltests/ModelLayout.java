package org.lancesql.sqltests;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How the model's table is made.
 *
 * @param isIndexed whether each column has an index from the start
 */
record ModelLayout(Origin origin, boolean isKeyed, boolean isIndexed) {
    private static final int ROWS = 36;
    private static final int ROWS_PER_FRAGMENT = 12;
    private static final List<String> COLUMNS = List.of("id", "n", "s");

    /** Who has made the table. */
    enum Origin {
        LANCESQL,
        FOREIGN_STABLE_ROW_IDS,
        FOREIGN
    }

    static List<ModelLayout> all() {
        List<ModelLayout> all = new ArrayList<>();
        for (Origin origin : Origin.values()) {
            for (boolean isKeyed : new boolean[] {false, true}) {
                for (boolean isIndexed : new boolean[] {false, true}) {
                    all.add(new ModelLayout(origin, isKeyed, isIndexed));
                }
            }
        }
        return all;
    }

    private ModelTable.Key key() {
        if (!isKeyed) {
            return ModelTable.Key.NONE;
        }
        return origin == Origin.LANCESQL ? ModelTable.Key.PRIMARY : ModelTable.Key.UNIQUE;
    }

    Schema schema() {
        boolean isNullable = key() != ModelTable.Key.PRIMARY;
        ArrowType number = new ArrowType.Int(64, true);
        return new Schema(List.of(
                new Field("id", new FieldType(isNullable, number, null), null),
                Field.nullable("n", new ArrowType.Int(32, true)),
                Field.nullable("s", ArrowType.Utf8.INSTANCE)));
    }

    /** Makes the table, with some rows in several fragments. */
    ModelTable create(ForeignWriter writer, Connection connection, Random random) throws SQLException {
        RandomMutations mutations = new RandomMutations(random, true);
        List<ModelRow> rows =
                LongStream.range(0, ROWS).mapToObj(mutations::rowOf).toList();
        try (Statement statement = connection.createStatement()) {
            if (origin == Origin.LANCESQL) {
                String key = isKeyed ? " PRIMARY KEY" : "";
                statement.execute("CREATE TABLE t (id BIGINT" + key + ", n INTEGER, s VARCHAR)");
                for (int from = 0; from < ROWS; from += ROWS_PER_FRAGMENT) {
                    statement.execute("INSERT INTO t VALUES "
                            + RandomMutations.literals(rows.subList(from, from + ROWS_PER_FRAGMENT)));
                }
            } else {
                writer.create(
                        ForeignActor.TABLE,
                        schema(),
                        rows.stream().map(row -> row.values(false).toArray()).iterator(),
                        ROWS_PER_FRAGMENT,
                        origin == Origin.FOREIGN_STABLE_ROW_IDS);
                if (isKeyed) {
                    statement.execute("CREATE UNIQUE INDEX keys ON t (id)");
                }
            }
            if (isIndexed) {
                for (String column : COLUMNS) {
                    statement.execute("CREATE INDEX by_" + column + " ON t (" + column + ")");
                }
            }
        }
        return new ModelTable(key(), origin != Origin.FOREIGN, rows);
    }
}
