package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.GeneratedKeys;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.calcite.parser.SqlInsertRows;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.IdentityColumn;

/** Gives a statement that changes rows the RETURNING clause for the keys that its caller asked for. */
final class ReturnedKeys {
    private ReturnedKeys() {}

    static Optional<ParsedStatement> of(
            ParsedStatement statement, GeneratedKeys keys, EngineContext engine, SessionContext session) {
        if (!(statement.node() instanceof SqlChange change) || change.returning() != null) {
            return Optional.empty();
        }
        if (keys.isIdentities() && !(change instanceof SqlInsertRows)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(keys.names());
        if (keys.names().isEmpty()) {
            names.addAll(names(columns(change, engine, session), keys));
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(returning(statement, names));
    }

    private static List<Field> columns(SqlChange change, EngineContext engine, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        return catalog.requireTable(Names.require("Table", change.target(), catalog, engine.databaseName()))
                .columns();
    }

    private static List<String> names(List<Field> columns, GeneratedKeys keys) {
        if (keys.isIdentities()) {
            return columns.stream()
                    .filter(column -> IdentityColumn.of(column).isPresent())
                    .map(Field::getName)
                    .toList();
        }
        List<String> names = new ArrayList<>();
        for (int place : keys.places()) {
            if (place < 1 || place > columns.size()) {
                throw new StatementException(
                        Reason.UNKNOWN_COLUMN,
                        "There is no column " + place + " to return: the table has columns 1 to " + columns.size());
            }
            names.add(columns.get(place - 1).getName());
        }
        return names;
    }

    /** On a line of its own, because the statement may end with a comment. */
    private static ParsedStatement returning(ParsedStatement statement, List<String> names) {
        String text = statement.text()
                + names.stream()
                        .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(", ", "\nRETURNING ", ""));
        ParsedStatement parsed = SqlTexts.parseScript(text).get(0);
        return new ParsedStatement(text, statement.line(), statement.column(), parsed.node());
    }
}
