package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.RelationName.Kind;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.information.RelationColumn;
import org.lancesql.calcite.information.RelationSource;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.LanceTypeFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.storage.DroppedTable;
import org.lancesql.storage.StorageException;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.ViewDefinition;

/** The tables and views that a session sees, described as of now. */
record SessionRelations(EngineContext engine, SessionContext session) implements RelationSource {
    @Override
    public String catalog() {
        return engine.databaseName();
    }

    @Override
    public List<StoredTable> tables() {
        return engine.catalog(session).tableNames().stream()
                .map(name -> new StoredTable(engine.store(), name))
                .toList();
    }

    @Override
    public List<RelationName> relations() {
        return engine.catalog(session).relations();
    }

    @Override
    public List<RelationColumn> columns(RelationName relation) {
        StatementCatalog catalog = engine.catalog(session);
        LanceTypeFactory types = new LanceTypeFactory();
        if (relation.isTable()) {
            LanceTable table = catalog.requireTable(relation);
            return table.declaredRowType(types).getFieldList().stream()
                    .map(field ->
                            new RelationColumn(field.getType(), table.columns().get(field.getIndex())))
                    .toList();
        }
        RelDataType rowType = relation.kind() == Kind.SYSTEM_VIEW
                ? catalog.system(relation).getRowType(types)
                : new Views(engine).rowType(view(catalog, relation), catalog, session);
        List<Field> fields = SqlTypes.toArrow(rowType);
        return rowType.getFieldList().stream()
                .map(field -> new RelationColumn(field.getType(), fields.get(field.getIndex())))
                .toList();
    }

    private static ViewDefinition view(StatementCatalog catalog, RelationName relation) {
        ViewDefinition view = catalog.views().get(relation.name());
        if (view == null) {
            throw new StatementException(
                    StatementException.Reason.UNKNOWN_TABLE, "View " + relation.name() + " does not exist");
        }
        return view;
    }

    @Override
    public List<RelationColumn> readableColumns(RelationName relation) {
        try {
            return columns(relation);
        } catch (StorageException | StatementException e) {
            return List.of();
        }
    }

    @Override
    public TableConstraints constraints(RelationName relation) {
        try {
            return relation.isTable()
                    ? engine.catalog(session).requireTable(relation).constraints()
                    : TableConstraints.NONE;
        } catch (StorageException | StatementException e) {
            return TableConstraints.NONE;
        }
    }

    @Override
    public List<DroppedTable> droppedTables() {
        return engine.store().places().dropped();
    }

    @Override
    public Optional<String> viewDefinition(RelationName relation) {
        return relation.kind() == Kind.VIEW
                ? Optional.of(view(engine.catalog(session), relation).sql())
                : Optional.empty();
    }
}
