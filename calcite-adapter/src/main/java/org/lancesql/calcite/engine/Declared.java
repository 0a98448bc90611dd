package org.lancesql.calcite.engine;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.mutation.constraints.TableConstraints;

/** What a CREATE TABLE declares, as it is stored. */
record Declared(List<Field> columns, TableConstraints constraints) {
    Declared {
        columns = List.copyOf(columns);
    }

    Schema schema() {
        return new Schema(columns, constraints.toMetadata());
    }
}
