package org.lancesql.calcite.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.estimates.DistinctCounter;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlAnalyze;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.storage.TableHandle;
import org.lancesql.versioning.ColumnStatistics;

/** ANALYZE: reads a table and keeps what estimates want to know of its columns. */
final class Analyses {
    private static final String ANALYZE = "ANALYZE";

    /** What is longer is no help to anybody who looks at it. */
    private static final int LONGEST_EXTREME = 256;

    private final EngineContext engine;

    Analyses(EngineContext engine) {
        this.engine = engine;
    }

    CompiledStatement analyze(SqlAnalyze analyze) {
        return new CommandStatement(StatementKind.DDL, (session, token) -> {
            engine.requireWritable(session, ANALYZE);
            return session.state().transactions().define(ANALYZE, token, () -> run(analyze, session, token));
        });
    }

    private long run(SqlAnalyze analyze, SessionContext session, CancelToken token) {
        LanceTable table = table(analyze.table(), engine.catalog(session));
        List<Field> columns = columns(analyze, table);
        double[] distinct = distinct(table, columns, session, token);
        List<@Nullable Object> counts = counts(table, columns, session, token);
        Map<String, ColumnStatistics> found = new LinkedHashMap<>();
        Instant now = Instant.now();
        long rows = number(counts.get(0));
        for (int i = 0; i < columns.size(); i++) {
            long present = number(counts.get(1 + 3 * i));
            found.put(
                    columns.get(i).getName(),
                    new ColumnStatistics(
                            table.plannedOn().version(),
                            now,
                            rows,
                            rows - present,
                            Math.min(present, Math.rint(distinct[i])),
                            extreme(counts.get(2 + 3 * i)),
                            extreme(counts.get(3 + 3 * i))));
        }
        try (TableHandle handle = table.stored().open(table.plannedOn())) {
            engine.statistics().put(handle, table.name(), found);
        }
        engine.plans().clear();
        return 0;
    }

    private LanceTable table(SqlIdentifier identifier, StatementCatalog catalog) {
        RelationName found = Names.require("Table", identifier, catalog, engine.databaseName());
        if (found.kind() != RelationName.Kind.TABLE) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    found.name() + " is a " + (found.isTable() ? "temporary table" : "view")
                            + "; statistics are kept of tables" + (found.isTable() ? " of the database" : ""),
                    Places.of(identifier),
                    null);
        }
        return catalog.requireTable(found);
    }

    /** The columns that were named, else all that can be counted. */
    private static List<Field> columns(SqlAnalyze analyze, LanceTable table) {
        if (analyze.columns().isEmpty()) {
            return table.columns().stream().filter(Analyses::isCountable).toList();
        }
        List<Field> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SqlIdentifier identifier : analyze.columns()) {
            Field column = column(identifier, table);
            if (!names.add(column.getName())) {
                throw new StatementException(
                        Reason.DUPLICATE_COLUMN,
                        "Column " + column.getName() + " is named twice; name it once",
                        Places.of(identifier),
                        null);
            }
            if (!isCountable(column)) {
                throw new StatementException(
                        Reason.NOT_SUPPORTED,
                        "Column " + column.getName() + " holds lists, rows or maps, of which no statistics are kept",
                        Places.of(identifier),
                        null);
            }
            columns.add(column);
        }
        return columns;
    }

    private static Field column(SqlIdentifier identifier, LanceTable table) {
        String name = identifier.getSimple();
        Optional<Field> exact = table.columns().stream()
                .filter(column -> column.getName().equals(name))
                .findFirst();
        return exact.or(() -> table.columns().stream()
                        .filter(column -> column.getName().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> new StatementException(
                        Reason.UNKNOWN_COLUMN,
                        "Table " + table.name() + " has no column " + name
                                + NearNames.suggestion(
                                        name,
                                        table.columns().stream()
                                                .map(Field::getName)
                                                .toList()),
                        Places.of(identifier),
                        null));
    }

    private static boolean isCountable(Field column) {
        return KeyCodec.supports(CanonicalTypes.canonical(column));
    }

    private static boolean hasExtremes(Field column) {
        ArrowType type = CanonicalTypes.canonical(column).getType();
        return type instanceof ArrowType.Int
                || type instanceof ArrowType.FloatingPoint
                || type instanceof ArrowType.Decimal
                || type instanceof ArrowType.Utf8
                || type instanceof ArrowType.Date
                || type instanceof ArrowType.Time
                || type instanceof ArrowType.Timestamp;
    }

    /** How many different values each column has. */
    private double[] distinct(LanceTable table, List<Field> columns, SessionContext session, CancelToken token) {
        if (columns.isEmpty()) {
            return new double[0];
        }
        String list = columns.stream().map(Analyses::quoted).collect(Collectors.joining(", "));
        List<DistinctCounter> counters = new ArrayList<>();
        try (BufferAllocator allocator = engine.memory().newChild("statistics");
                BatchOperator rows = open(list, table, session, token)) {
            try {
                for (Field column : rows.fields()) {
                    counters.add(new DistinctCounter(counters.size(), column, allocator));
                }
                for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                    try (Batch read = batch) {
                        counters.forEach(counter -> counter.add(read));
                    }
                }
                return counters.stream().mapToDouble(DistinctCounter::estimate).toArray();
            } finally {
                counters.forEach(DistinctCounter::close);
            }
        }
    }

    /** The number of rows; then for each column how many have a value, the least one and the greatest as texts. */
    private List<@Nullable Object> counts(
            LanceTable table, List<Field> columns, SessionContext session, CancelToken token) {
        StringBuilder list = new StringBuilder("COUNT(*)");
        for (Field column : columns) {
            String name = quoted(column);
            list.append(", COUNT(").append(name).append(')');
            for (String function : List.of("MIN", "MAX")) {
                list.append(
                        hasExtremes(column)
                                ? String.format(Locale.ROOT, ", CAST(%s(%s) AS VARCHAR)", function, name)
                                : ", CAST(NULL AS VARCHAR)");
            }
        }
        List<@Nullable Object> values = new ArrayList<>();
        try (BatchOperator rows = open(list.toString(), table, session, token)) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                try (Batch read = batch) {
                    int row = read.selection().position(0);
                    read.columns().forEach(column -> values.add(Vectors.get(column, row)));
                }
            }
        }
        return values;
    }

    private BatchOperator open(String selected, LanceTable table, SessionContext session, CancelToken token) {
        String sql = "SELECT " + selected + " FROM " + SchemaName.MAIN + "." + quoted(table.name());
        return new QueryStatement(engine, () -> SqlTexts.parseQuery(sql), session, token)
                .open(session, List.of(), token)
                .operator();
    }

    private static String quoted(Field column) {
        return quoted(column.getName());
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable String extreme(@Nullable Object value) {
        String text = value == null ? null : value.toString();
        return text == null || text.length() > LONGEST_EXTREME ? null : text;
    }
}
