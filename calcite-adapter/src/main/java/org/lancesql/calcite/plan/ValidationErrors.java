package org.lancesql.calcite.plan;

import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.TypeNames;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.versionpin.HiddenName;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.CanonicalTypes;

/** What the validator objects to, in words, with near names. The only place that reads Calcite's texts. */
final class ValidationErrors {
    private record Rule(Pattern pattern, Reason reason) {}

    private static final Pattern TABLE =
            Pattern.compile("(?:Object|Table) '([^']*)' not found(?: within '([^']*)')?.*");
    private static final String UNTYPED_PARAMETER = "Illegal use of dynamic parameter";
    private static final Pattern TYPE = Pattern.compile("Unknown (?:identifier|datatype name) '(.*)'");

    private static final Pattern COLUMN =
            Pattern.compile("(?:Column|Unknown field|Unknown target column|Field) '([^']*)'.*(?:not found|unknown).*"
                    + "|Unknown target column '([^']*)'|Table '([^']*)' not found");
    private static final Pattern AMBIGUOUS_COLUMN = Pattern.compile("Column '.*' is ambiguous");
    private static final String ONE_OF_SEVERAL =
            ": more than one column has that name here; write the table before it, as in table.column";
    private static final List<Rule> RULES = List.of(
            new Rule(Pattern.compile("Illegal (DATE|TIME|TIMESTAMP).* literal .*"), Reason.INVALID_DATETIME),
            new Rule(Pattern.compile("No match found for function signature.*"), Reason.UNKNOWN_FUNCTION),
            new Rule(Pattern.compile("Column '.*' is ambiguous.*|Table .* is ambiguous.*"), Reason.AMBIGUOUS_NAME),
            new Rule(
                    Pattern.compile("Duplicate relation name.*|Column name '.*' .*not unique.*"),
                    Reason.AMBIGUOUS_NAME),
            new Rule(Pattern.compile("Target column '.*' is assigned more than once"), Reason.DUPLICATE_COLUMN),
            new Rule(
                    Pattern.compile("Column '.*' has no default value and does not allow NULLs"),
                    Reason.NOT_NULL_VIOLATION),
            new Rule(
                    Pattern.compile(
                            "Cannot apply .*|Cannot assign .*|Cast function cannot convert.*|Values passed to .*"
                                    + "|.*must have same type|Parameters must be of the same type|.*mismatched.*|Illegal .*literal.*"
                                    + "|.*expected to have type.*|Type mismatch.*|Cannot infer return type.*"),
                    Reason.TYPE_MISMATCH),
            new Rule(Pattern.compile("Numeric literal .* out of range"), Reason.NUMERIC_OUT_OF_RANGE),
            new Rule(Pattern.compile("Number of INSERT target columns .*"), Reason.SYNTAX));

    private ValidationErrors() {}

    /**
     * The error behind a failure of validation or conversion; a failure that is none comes back as it is.
     *
     * @param qualifiers names that the statement puts before a dot and nowhere else
     */
    static RuntimeException describe(RuntimeException failure, StatementCatalog catalog, Set<String> qualifiers) {
        Position position = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatementException || cause instanceof CancelledException) {
                return (RuntimeException) cause;
            }
            if (cause instanceof CalciteContextException context && context.getPosLine() > 0) {
                position = new Position(context.getPosLine(), context.getPosColumn());
            }
            if (cause instanceof UnsupportedCharsetException || cause instanceof IllegalCharsetNameException) {
                return new StatementException(
                        Reason.INVALID_PARAMETER,
                        "There is no character set " + cause.getMessage() + "; texts are UTF8",
                        position,
                        failure);
            }
            if (cause instanceof SqlValidatorException
                    || (cause instanceof CalciteContextException && cause.getCause() == null)
                    || cause.getClass() == org.apache.calcite.runtime.CalciteException.class) {
                return describe(String.valueOf(cause.getMessage()), position, catalog, qualifiers, failure);
            }
        }
        return failure;
    }

    private static StatementException describe(
            String text,
            @Nullable Position position,
            StatementCatalog catalog,
            Set<String> qualifiers,
            Throwable cause) {
        String message = PinnedName.humanise(text);
        Matcher table = TABLE.matcher(text);
        if (table.matches() && !text.contains("in any table")) {
            String name = PinnedName.decode(table.group(1)).table();
            if (text.startsWith("Table ")) {
                return new StatementException(
                        Reason.UNKNOWN_TABLE,
                        "Table " + name + " is not in FROM" + rowHint(name, catalog),
                        position,
                        cause);
            }
            if (table.group(2) == null && qualifiers.contains(name)) {
                return new StatementException(
                        Reason.UNKNOWN_SCHEMA, "There is no schema or table " + name, position, cause);
            }
            return new StatementException(
                    Reason.UNKNOWN_TABLE,
                    "Table " + name + " does not exist" + NearNames.suggestion(name, catalog.namesNear(name)),
                    position,
                    cause);
        }
        Matcher column = COLUMN.matcher(text);
        if (column.matches()) {
            String name = Optional.ofNullable(column.group(1)).orElse(String.valueOf(column.group(2)));
            return new StatementException(Reason.UNKNOWN_COLUMN, unknownColumn(name, catalog), position, cause);
        }
        if (text.equals(UNTYPED_PARAMETER)) {
            return new StatementException(
                    Reason.TYPE_MISMATCH,
                    "Nothing here tells the type of the parameter; write CAST(? AS type)",
                    position,
                    cause);
        }
        Matcher type = TYPE.matcher(text);
        if (type.matches()) {
            return new StatementException(
                    Reason.UNKNOWN_TYPE,
                    "There is no type " + type.group(1) + NearNames.suggestion(type.group(1), TypeNames.known()),
                    position,
                    cause);
        }
        if (AMBIGUOUS_COLUMN.matcher(text).matches()) {
            return new StatementException(Reason.AMBIGUOUS_NAME, text + ONE_OF_SEVERAL, position, cause);
        }
        Reason reason = RULES.stream()
                .filter(rule -> rule.pattern().matcher(text.replace('\n', ' ')).matches())
                .map(Rule::reason)
                .findFirst()
                .orElse(Reason.INVALID_QUERY);
        return new StatementException(reason, message, position, cause);
    }

    private static Set<String> qualifiers(StatementCatalog catalog) {
        return catalog.usedTables().stream().map(LanceTable::name).collect(Collectors.toSet());
    }

    /** A name before a dot is that of a table, also where a column of type ROW was meant. */
    private static String rowHint(String name, StatementCatalog catalog) {
        return catalog.usedTables().stream()
                .filter(table -> table.columns().stream()
                        .anyMatch(column -> column.getName().equalsIgnoreCase(name)
                                && column.getType() instanceof ArrowType.Struct))
                .findFirst()
                .map(table -> "; a field of column " + name + " is written (" + name + ").field or " + table.name()
                        + "." + name + ".field")
                .orElseGet(() -> NearNames.suggestion(name, qualifiers(catalog)));
    }

    private static String unknownColumn(String name, StatementCatalog catalog) {
        TreeSet<String> names = new TreeSet<>();
        for (LanceTable table : catalog.usedTables()) {
            Optional<String> unsupported = table.unsupportedColumn(name)
                    .map(field -> "Column " + name + " of table " + table.name() + ' ' + problem(field)
                            + "; the other columns can be used");
            if (unsupported.isPresent()) {
                return unsupported.get();
            }
            table.columns().stream()
                    .map(Field::getName)
                    .filter(column -> !HiddenName.isHidden(column))
                    .forEach(names::add);
        }
        return "Column " + name + " does not exist" + NearNames.suggestion(name, names);
    }

    private static String problem(Field field) {
        String reason = field.getMetadata().get(CanonicalTypes.UNREADABLE_METADATA);
        return reason == null
                ? "has the type " + field.getType() + ", which is not supported"
                : "cannot be read: " + reason;
    }
}
