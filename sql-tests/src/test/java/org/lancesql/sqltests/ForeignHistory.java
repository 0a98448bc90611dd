package org.lancesql.sqltests;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table {@code stock} whose versions the plain SDK has made, one of each kind. */
final class ForeignHistory {
    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("id", new ArrowType.Int(Integer.SIZE, true)),
            Field.nullable("item", ArrowType.Utf8.INSTANCE),
            Field.nullable("pieces", new ArrowType.Int(Integer.SIZE, true))));

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
            writer.compact("stock"); // 7
            writer.overwrite("stock", NARROW, rows(new Object[] {9, "spring"})); // 8
            writer.branch("stock", "draft", 6);
            writer.appendToBranch("stock", "draft", SCHEMA, rows(new Object[] {4, "pin", 40})); // 7 of the branch
        }
    }

    private static Iterator<Object[]> rows(Object[]... rows) {
        return List.of(rows).iterator();
    }
}
