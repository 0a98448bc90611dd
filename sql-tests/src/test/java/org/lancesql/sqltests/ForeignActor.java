package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Another program at random work on the model's table, with the plain Lance SDK. */
final class ForeignActor {
    static final String TABLE = "t";
    private static final List<String> COLUMNS = List.of("id", "n", "s");

    private final ForeignWriter writer;
    private final ModelTable table;
    private final Random random;
    private final Schema schema;
    private final Schema withExtra;
    private long nextId = 1_000_000;

    /** @param schema of the table without its extra column */
    ForeignActor(ForeignWriter writer, ModelTable table, Schema schema, Random random) {
        this.writer = writer;
        this.table = table;
        this.schema = schema;
        List<Field> fields = new ArrayList<>(schema.getFields());
        fields.add(Field.nullable("x", new ArrowType.Int(32, true)));
        this.withExtra = new Schema(fields);
        this.random = random;
    }

    /** Does something, and says what. */
    String act() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> append();
            case 4, 5 -> delete();
            case 6, 7 -> compact();
            case 8 -> changeColumns();
            default -> index();
        };
    }

    private String append() {
        boolean hasExtra = table.state().hasExtra();
        List<ModelRow> rows = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            rows.add(new ModelRow(newId(), random.nextInt(RandomMutations.NUMBERS), "foreign", null));
        }
        writer.append(
                TABLE,
                hasExtra ? withExtra : schema,
                rows.stream().map(row -> row.values(hasExtra).toArray()).iterator());
        table.apply(ModelEffect.adding(rows));
        return "foreign: append " + rows.stream().map(ModelRow::id).toList();
    }

    /** A key that is not there; in a table with keys another transaction may have it pending. */
    private Long newId() {
        Long id = (long) random.nextInt(RandomMutations.IDS);
        List<Long> taken = table.state().rows().stream().map(ModelRow::id).toList();
        return taken.contains(id) ? Long.valueOf(nextId++) : id;
    }

    private String delete() {
        ModelCondition condition = ModelCondition.next(random, table.state().hasExtra());
        writer.delete(TABLE, condition.sql());
        table.apply(ModelEffect.removing(table.state().where(condition.test())));
        return "foreign: delete " + condition.sql();
    }

    private String compact() {
        writer.compact(TABLE);
        table.compacted();
        return "foreign: compact";
    }

    private String changeColumns() {
        if (table.state().hasExtra()) {
            writer.dropColumn(TABLE, "x");
            table.changeColumns(false, row -> row.withExtra(null));
            return "foreign: drop column x";
        }
        writer.addColumn(TABLE, "x", "CAST(n + 1 AS INT)");
        table.changeColumns(true, row -> row.withExtra(row.number() == null ? null : row.number() + 1));
        return "foreign: add column x";
    }

    private String index() {
        String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
        writer.index(TABLE, column);
        return "foreign: index " + column;
    }
}
