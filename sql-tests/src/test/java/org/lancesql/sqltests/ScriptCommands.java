package org.lancesql.sqltests;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import net.hydromatic.quidem.AbstractCommand;
import net.hydromatic.quidem.Command;
import net.hydromatic.quidem.CommandHandler;

/**
 * The commands that our scripts have beside Quidem's own:
 *
 * <ul>
 *   <li>{@code !results} runs a line of several statements in one call and prints each result
 *   <li>{@code !contains} runs a query and checks that the lines above it occur in its text, in that order; for results
 *       like plans, of which not every character is a promise
 * </ul>
 */
final class ScriptCommands implements CommandHandler {
    @Override
    public Command parseCommand(List<String> lines, List<String> content, String line) {
        return switch (line) {
            case "results" -> new ResultsCommand(List.copyOf(lines), List.copyOf(content));
            case "contains" -> new ContainsCommand(List.copyOf(lines), List.copyOf(content));
            default -> null;
        };
    }

    private abstract static class StatementCommand extends AbstractCommand {
        private final List<String> lines;
        final List<String> content;

        StatementCommand(List<String> lines, List<String> content) {
            this.lines = lines;
            this.content = content;
        }

        @Override
        public void execute(Context x, boolean execute) throws Exception {
            if (execute) {
                try (Statement statement = x.connection().createStatement()) {
                    run(statement, x.previousSqlCommand().sql, x.writer());
                } catch (SQLException e) {
                    ScriptError.of(e).printStackTrace(x.writer());
                }
            } else {
                x.echo(content);
            }
            x.echo(lines);
        }

        abstract void run(Statement statement, String sql, PrintWriter writer) throws SQLException;

        static String row(ResultSet rows) throws SQLException {
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                values.add(rows.getString(column));
            }
            return String.join(", ", values);
        }
    }

    private static final class ResultsCommand extends StatementCommand {
        ResultsCommand(List<String> lines, List<String> content) {
            super(lines, content);
        }

        @Override
        void run(Statement statement, String sql, PrintWriter writer) throws SQLException {
            boolean isRows = statement.execute(sql);
            while (isRows || statement.getUpdateCount() != -1) {
                if (isRows) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            writer.println(row(rows));
                        }
                    }
                } else {
                    writer.println("(" + statement.getUpdateCount() + " rows modified)");
                }
                isRows = statement.getMoreResults();
            }
        }
    }

    private static final class ContainsCommand extends StatementCommand {
        ContainsCommand(List<String> lines, List<String> content) {
            super(lines, content);
        }

        @Override
        void run(Statement statement, String sql, PrintWriter writer) throws SQLException {
            StringBuilder text = new StringBuilder();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    text.append(row(rows)).append('\n');
                }
            }
            int from = 0;
            for (String expected : content) {
                int found = text.indexOf(expected.strip(), from);
                if (found < 0) {
                    writer.println("Not found in this order: " + expected.strip());
                    writer.print(text);
                    return;
                }
                writer.println(expected);
                from = found + expected.strip().length();
            }
        }
    }
}
