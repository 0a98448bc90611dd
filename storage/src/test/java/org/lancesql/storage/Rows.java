package org.lancesql.storage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows with an id and a name. */
final class Rows implements BatchSource {
    static final Schema SCHEMA = new Schema(List.of(
            new Field("id", new FieldType(false, new ArrowType.Int(64, true), null, Map.of("key", "value")), null),
            Field.nullable("name", new ArrowType.Utf8())));
    private static final int BATCH = 65_536;

    private final long end;
    private final @Nullable String name;
    private long next;

    private Rows(long from, long end, @Nullable String name) {
        this.next = from;
        this.end = end;
        this.name = name;
    }

    static Rows range(long from, int count) {
        return new Rows(from, from + count, null);
    }

    /** One row with this name. */
    static Rows named(String name, long id) {
        return new Rows(id, id + 1, name);
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public boolean load(VectorSchemaRoot root) {
        if (next == end) {
            return false;
        }
        root.allocateNew();
        int rows = (int) Math.min(BATCH, end - next);
        for (int i = 0; i < rows; i++, next++) {
            ((BigIntVector) root.getVector("id")).setSafe(i, next);
            ((VarCharVector) root.getVector("name"))
                    .setSafe(i, (name == null ? name(next) : name).getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(rows);
        return true;
    }

    static String name(long id) {
        return "row " + id;
    }
}
