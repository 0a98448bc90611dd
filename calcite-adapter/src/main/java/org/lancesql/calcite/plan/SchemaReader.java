package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.schema.LanceSchema;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.versioning.ViewDefinition;

/**
 * Finds the names of a statement: {@code name} among the temporary tables, then in the current schema; {@code
 * schema.name}; and {@code database.schema.name}.
 */
final class SchemaReader extends CalciteCatalogReader {
    static final CalciteConnectionConfig CONFIG =
            new CalciteConnectionConfigImpl(new Properties()).set(CalciteConnectionProperty.CASE_SENSITIVE, "false");

    private SchemaReader(CalciteSchema root, List<List<String>> paths, RelDataTypeFactory typeFactory) {
        super(root, SqlNameMatchers.withCaseSensitive(false), paths, typeFactory, CONFIG);
    }

    /**
     * @param databaseName name under which the database is its own catalog
     * @param viewExpander makes a table of a view's definition
     */
    static SchemaReader of(
            StatementCatalog catalog,
            String databaseName,
            Function<ViewDefinition, Table> viewExpander,
            RelDataTypeFactory typeFactory) {
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        SchemaPlus schemas = root.plus();
        for (SchemaName name : SchemaName.values()) {
            schemas.add(name.sql(), new LanceSchema(name, catalog, viewExpander));
        }
        // A database may be named like one of its schemas, whose sub-schemas the others then are.
        SchemaPlus database = SchemaName.find(databaseName)
                .map(same -> schemas.getSubSchema(same.sql()))
                .orElseGet(() -> schemas.add(databaseName, new AbstractSchema()));
        for (SchemaName name : SchemaName.values()) {
            database.add(name.sql(), new LanceSchema(name, catalog, viewExpander));
        }
        List<List<String>> paths = new ArrayList<>();
        paths.add(List.of(SchemaName.TEMPORARY.sql()));
        paths.add(List.of(catalog.currentSchema().sql()));
        paths.add(List.of());
        return new SchemaReader(root, paths, typeFactory);
    }

    /** Finds one table only. */
    static SchemaReader ofTable(String name, RelDataType rowType, RelDataTypeFactory typeFactory) {
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        root.add(name, new AbstractTable() {
            @Override
            public RelDataType getRowType(RelDataTypeFactory factory) {
                return rowType;
            }
        });
        return new SchemaReader(root, List.of(List.of()), typeFactory);
    }
}
