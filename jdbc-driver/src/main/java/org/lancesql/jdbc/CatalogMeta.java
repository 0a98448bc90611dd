package org.lancesql.jdbc;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.MetaImpl;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.IndexInfo;
import org.lancesql.calcite.Relation;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.calcite.SqlVocabulary;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.mutation.constraints.TableConstraints;

/** The part of {@link LanceMeta} that describes the database: one catalog, named like it, with one schema. */
abstract class CatalogMeta extends MetaImpl {
    /** Where the row of a column of getColumns has its default, counted from 0. */
    private static final int COLUMN_DEF = 12;

    private static final List<String> TABLE_TYPES = Arrays.stream(RelationName.Kind.values())
            .map(RelationName.Kind::jdbcName)
            .sorted()
            .toList();

    private @Nullable Session session;
    private Database.@Nullable Lease lease;

    CatalogMeta(AvaticaConnection connection) {
        super(connection);
    }

    /** Begins the session; takes over the lease. Avatica makes the Meta before the connection can pass them. */
    final void openSession(Session newSession, Database.Lease newLease) {
        session = newSession;
        lease = newLease;
    }

    final void closeSession() {
        if (session != null) {
            session.close();
        }
        if (lease != null) {
            lease.close();
        }
    }

    final Session session() {
        if (session == null) {
            throw new MetaFailure(JdbcErrors.connectionClosed());
        }
        return session;
    }

    private Database database() {
        if (lease == null) {
            throw new MetaFailure(JdbcErrors.connectionClosed());
        }
        return lease.database();
    }

    final SqlEngine engine() {
        return database().engine();
    }

    final String catalogName() {
        return database().name();
    }

    private boolean inCatalog(@Nullable String catalog) {
        return catalog == null || catalog.equals(catalogName());
    }

    @Override
    public MetaResultSet getCatalogs(ConnectionHandle ch) {
        return rows(MetaCatalog.class, List.of(new MetaCatalog(catalogName())));
    }

    @Override
    public MetaResultSet getSchemas(ConnectionHandle ch, @Nullable String catalog, Pat schemaPattern) {
        Predicate<String> wanted = LikePattern.matching(schemaPattern);
        return rows(
                MetaSchema.class,
                SchemaName.names().stream()
                        .filter(schema -> inCatalog(catalog) && wanted.test(schema))
                        .map(schema -> new MetaSchema(catalogName(), schema))
                        .toList());
    }

    @Override
    public MetaResultSet getTableTypes(ConnectionHandle ch) {
        return rows(
                MetaTableType.class,
                TABLE_TYPES.stream().map(MetaTableType::new).toList());
    }

    /** The tables and views of these names; none is opened. */
    private List<RelationName> relations(@Nullable String catalog, Pat schemaPattern, Pat tablePattern) {
        if (!inCatalog(catalog)) {
            return List.of();
        }
        Predicate<String> wantedSchema = LikePattern.matching(schemaPattern);
        Predicate<String> wanted = LikePattern.matching(tablePattern);
        return engine().relationNames(session()).stream()
                .filter(relation -> wantedSchema.test(relation.schema().sql()) && wanted.test(relation.name()))
                .toList();
    }

    @Override
    public MetaResultSet getTables(
            ConnectionHandle ch,
            @Nullable String catalog,
            Pat schemaPattern,
            Pat tableNamePattern,
            @Nullable List<String> typeList) {
        return rows(
                MetaTable.class,
                relations(catalog, schemaPattern, tableNamePattern).stream()
                        .filter(relation -> typeList == null
                                || typeList.contains(relation.kind().jdbcName()))
                        .sorted(Comparator.comparing((RelationName relation) ->
                                        relation.kind().jdbcName())
                                .thenComparing(relation -> relation.schema().sql())
                                .thenComparing(RelationName::name))
                        .map(relation -> new MetaTable(
                                catalogName(),
                                relation.schema().sql(),
                                relation.name(),
                                relation.kind().jdbcName()))
                        .toList());
    }

    @Override
    public MetaResultSet getColumns(
            ConnectionHandle ch,
            @Nullable String catalog,
            Pat schemaPattern,
            Pat tableNamePattern,
            Pat columnNamePattern) {
        Predicate<String> wanted = LikePattern.matching(columnNamePattern);
        List<MetaColumn> columns = new ArrayList<>();
        Map<MetaColumn, String> defaults = new IdentityHashMap<>();
        for (RelationName name : relations(catalog, schemaPattern, tableNamePattern)) {
            Relation relation = engine().relation(name, session());
            for (int i = 0; i < relation.columns().size(); i++) {
                ResultColumn column = relation.columns().get(i);
                if (wanted.test(column.name())) {
                    Relation.Supplied supplied = relation.supplied().get(i);
                    MetaColumn described = column(name, column, supplied, i + 1);
                    columns.add(described);
                    String text = supplied.defaultText();
                    if (text != null) {
                        defaults.put(described, text);
                    }
                }
            }
        }
        columns.sort(Comparator.comparing((MetaColumn column) -> column.tableSchem)
                .thenComparing(column -> column.tableName)
                .thenComparingInt(column -> column.ordinalPosition));
        return result(
                MetaColumn.class,
                columns.stream()
                        .map(column -> values(column, defaults.get(column)))
                        .toList());
    }

    /** The row of a column. Avatica's class has a place for the default, and no way to set it. */
    private static @Nullable Object[] values(MetaColumn column, @Nullable String defaultText) {
        @Nullable Object[] values = values(MetaColumn.class, column);
        values[COLUMN_DEF] = defaultText;
        return values;
    }

    private MetaColumn column(RelationName table, ResultColumn column, Relation.Supplied supplied, int ordinal) {
        int jdbcType = column.jdbcType();
        int size = JdbcTypes.columnSize(column);
        boolean hasOctets = JdbcTypes.isText(jdbcType) || JdbcTypes.isBinary(jdbcType);
        return new MetaColumn(
                catalogName(),
                table.schema().sql(),
                table.name(),
                column.name(),
                jdbcType,
                column.typeName(),
                size,
                JdbcTypes.radix(jdbcType) == 10 ? column.scale() : null,
                JdbcTypes.radix(jdbcType) == 0 ? null : JdbcTypes.radix(jdbcType),
                column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                hasOctets ? size : null,
                ordinal,
                column.nullable() ? "YES" : "NO",
                supplied.counts() ? "YES" : "NO",
                supplied.always() ? "YES" : "NO");
    }

    @Override
    public MetaResultSet getTypeInfo(ConnectionHandle ch) {
        return rows(MetaTypeInfo.class, TypeInfos.all());
    }

    @Override
    public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle ch) {
        Map<DatabaseProperty, Object> properties = new EnumMap<>(DatabaseProperty.class);
        properties.put(
                DatabaseProperty.GET_S_Q_L_KEYWORDS,
                String.join(",", engine().vocabulary().keywords()));
        properties.put(DatabaseProperty.GET_NUMERIC_FUNCTIONS, SqlWords.NUMERIC_FUNCTIONS);
        properties.put(DatabaseProperty.GET_STRING_FUNCTIONS, SqlWords.STRING_FUNCTIONS);
        properties.put(DatabaseProperty.GET_SYSTEM_FUNCTIONS, SqlWords.SYSTEM_FUNCTIONS);
        properties.put(DatabaseProperty.GET_TIME_DATE_FUNCTIONS, SqlWords.TIME_DATE_FUNCTIONS);
        properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_NAME, product().productName);
        properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, product().productVersion);
        properties.put(DatabaseProperty.GET_DATABASE_MAJOR_VERSION, product().databaseMajorVersion);
        properties.put(DatabaseProperty.GET_DATABASE_MINOR_VERSION, product().databaseMinorVersion);
        return properties;
    }

    private static DriverVersion product() {
        return LanceDriver.VERSION;
    }

    /** The functions of SQL, which belong to no schema. */
    @Override
    public MetaResultSet getFunctions(
            ConnectionHandle ch, @Nullable String catalog, Pat schemaPattern, Pat functionNamePattern) {
        boolean inNoSchema = LikePattern.matching(schemaPattern).test("");
        Predicate<String> wanted = LikePattern.matching(functionNamePattern);
        return rows(
                MetaFunction.class,
                engine().vocabulary().functions().stream()
                        .filter(function -> inNoSchema && wanted.test(function.name()))
                        .map(CatalogMeta::function)
                        .toList());
    }

    private static MetaFunction function(SqlVocabulary.Function function) {
        int type = function.returnsTable() ? DatabaseMetaData.functionReturnsTable : DatabaseMetaData.functionNoTable;
        return new MetaFunction(null, null, function.name(), (short) type, function.name());
    }

    /** The columns of the primary key by name; their places in the key are in KEY_SEQ. */
    @Override
    public MetaResultSet getPrimaryKeys(
            ConnectionHandle ch, @Nullable String catalog, @Nullable String schema, @Nullable String table) {
        List<Object[]> columns = new ArrayList<>();
        for (RelationName name : table == null ? List.<RelationName>of() : named(catalog, schema, table)) {
            TableConstraints.Key key = engine().relation(name, session()).primaryKey();
            if (key != null) {
                for (String column : key.columns().stream().sorted().toList()) {
                    short place = (short) (key.columns().indexOf(column) + 1);
                    columns.add(
                            new Object[] {catalogName(), name.schema().sql(), name.name(), column, place, key.name()});
                }
            }
        }
        return result(MetaPrimaryKey.class, columns);
    }

    /** The relations of this name, matched without regard to case, in one schema or in all. */
    private List<RelationName> named(@Nullable String catalog, @Nullable String schema, String table) {
        return relations(catalog, Pat.of(null), Pat.of(null)).stream()
                .filter(relation -> relation.name().equalsIgnoreCase(table)
                        && (schema == null || relation.schema().sql().equalsIgnoreCase(schema)))
                .toList();
    }

    /** The columns of each index and key in order; a key may have no index of its own. */
    @Override
    public MetaResultSet getIndexInfo(
            ConnectionHandle ch,
            @Nullable String catalog,
            @Nullable String schema,
            @Nullable String table,
            boolean unique,
            boolean approximate) {
        List<MetaIndexInfo> columns = new ArrayList<>();
        boolean inMain = schema == null || schema.equalsIgnoreCase(SqlEngine.SCHEMA);
        for (IndexInfo index : table != null && inCatalog(catalog) && inMain ? indexes(table) : List.<IndexInfo>of()) {
            for (int i = 0; i < index.columns().size() && (index.unique() || !unique); i++) {
                columns.add(indexColumn(index, i));
            }
        }
        return rows(MetaIndexInfo.class, columns);
    }

    /** The indexes of a table; a view and what does not exist have none. */
    private List<IndexInfo> indexes(String table) {
        try {
            return engine().indexes(table, session());
        } catch (StatementException e) {
            if (e.reason() == Reason.UNKNOWN_TABLE || e.reason() == Reason.WRONG_OBJECT) {
                return List.of();
            }
            throw e;
        }
    }

    private MetaIndexInfo indexColumn(IndexInfo index, int position) {
        return new MetaIndexInfo(
                catalogName(),
                SqlEngine.SCHEMA,
                index.table(),
                !index.unique(),
                null,
                index.name(),
                DatabaseMetaData.tableIndexOther,
                (short) (position + 1),
                index.columns().get(position),
                null,
                index.rowsCovered(),
                0,
                null);
    }

    @Override
    public MetaResultSet getClientInfoProperties(ConnectionHandle ch) {
        return rows(
                MetaClientInfoProperty.class,
                List.of(new MetaClientInfoProperty(
                        LanceConnection.APPLICATION_NAME,
                        Integer.MAX_VALUE,
                        null,
                        ConnectionProperty.APPLICATION_NAME.description())));
    }

    /** Gives the result a statement of its own, which the caller opens and closes. */
    @Override
    protected MetaResultSet createResultSet(
            Map<String, Object> internalParameters,
            List<ColumnMetaData> columns,
            CursorFactory cursorFactory,
            Frame firstFrame) {
        List<ColumnMetaData> corrected =
                columns.stream().map(CatalogMeta::spelledAsInJdbc).toList();
        Signature signature =
                new Signature(corrected, "", List.of(), internalParameters, cursorFactory, StatementType.SELECT);
        int owner = createStatement(connection.handle).id;
        return MetaResultSet.create(connection.id, owner, true, signature, firstFrame);
    }

    private static ColumnMetaData spelledAsInJdbc(ColumnMetaData column) {
        return column.columnName.equals("DEFERABILITY")
                ? MetaImpl.columnMetaData("DEFERRABILITY", column.ordinal, column.type, column.nullable)
                : column;
    }

    /** A result of rows that Avatica describes by the fields of a class. */
    private <E> MetaResultSet rows(Class<E> type, List<? extends E> objects) {
        return result(type, objects.stream().map(object -> values(type, object)).toList());
    }

    private MetaResultSet result(Class<?> type, List<Object[]> rows) {
        Frame frame = new Frame(0, true, new ArrayList<Object>(rows));
        return createResultSet(Map.of(), fieldMetaData(type).columns, CursorFactory.ARRAY, frame);
    }

    /** The public fields in the order in which {@code fieldMetaData} lists them as columns. */
    private static @Nullable Object[] values(Class<?> type, Object object) {
        List<@Nullable Object> values = new ArrayList<>();
        try {
            for (Field field : type.getFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    values.add(field.get(object));
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The fields of " + type + " are public", e);
        }
        return values.toArray();
    }
}
