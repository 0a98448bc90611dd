package org.lancesql.sqltests;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Tables {@code stock} and {@code price} whose versions the plain SDK has made, one of each kind. */
final class ForeignHistory {
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("id", new ArrowType.Int(Integer.SIZE, true)),
            Field.nullable("item", ArrowType.Utf8.INSTANCE),
            Field.nullable("pieces", new ArrowType.Int(Integer.SIZE, true))));

    private static final int MANY = 1_000;

    private static final Schema PRICES = new Schema(List.of(
            Field.nullable("id", new ArrowType.Int(Integer.SIZE, true)),
            Field.nullable("cents", new ArrowType.Int(Integer.SIZE, true))));

    private static final Schema NARROW = new Schema(SCHEMA.getFields().subList(0, 2));

    private ForeignHistory() {}

    static void write(Path directory) {
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            writer.create("stock", SCHEMA, rows(new Object[] {1, "bolt", 100}, new Object[] {2, "nut", 200})); // 1
            writer.append("stock", SCHEMA, rows(new Object[] {3, "cog", 30})); // 2
            writer.delete("stock", "id = 1"); // 3
            writer.addColumn("stock", "dozens", "pieces / 12"); // 4
            writer.index("stock", "id"); // 5
            writer.dropColumn("stock", "dozens"); // 6
            writer.tag("stock", "counted", 2);
            writer.compact("stock"); // 7 and 8
            writer.overwrite("stock", NARROW, rows(new Object[] {9, "spring"})); // 9
            writer.branch("stock", "draft", 6);
            writer.appendToBranch("stock", "draft", SCHEMA, rows(new Object[] {4, "pin", 40})); // 7 of the branch

            writer.create("price", PRICES, rows(new Object[] {1, 10}, new Object[] {2, 20}), MANY, true); // 1
            writer.append("price", PRICES, rows(new Object[] {3, 30})); // 2
            writer.merge("price", "id", PRICES, rows(new Object[] {2, 25}, new Object[] {4, 40})); // 3
            writer.index("price", "id"); // 4
            writer.compact("price"); // 5 and 6
            writer.delete("price", "id = 2"); // 7
        }
    }

    private static Iterator<Object[]> rows(Object[]... rows) {
        return List.of(rows).iterator();
    }
}
