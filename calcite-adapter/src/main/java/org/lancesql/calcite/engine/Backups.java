package org.lancesql.calcite.engine;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.Progress;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlBackup;
import org.lancesql.execution.CancelToken;
import org.lancesql.versioning.DatabaseBackup;

/** BACKUP DATABASE. It changes nothing of the database, so that read-only connections may do it too. */
final class Backups {
    /** Begins as the address of something that is no file; one letter is a drive. */
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

    private final EngineContext engine;

    Backups(EngineContext engine) {
        this.engine = engine;
    }

    CompiledStatement backup(SqlBackup backup) {
        Path target = target(backup);
        return new CommandStatement(
                StatementKind.DDL,
                (session, token) -> session.state()
                        .transactions()
                        .define("BACKUP DATABASE", token, () -> run(target, session, token)));
    }

    private static Path target(SqlBackup backup) {
        String text = backup.target();
        if (text.isBlank()) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    "BACKUP DATABASE TO needs the name of a directory, not an empty text",
                    Places.of(backup.getOperandList().get(0)),
                    null);
        }
        if (ELSEWHERE.matcher(text).lookingAt()) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    "\"" + text + "\" is no directory of this machine, to which BACKUP DATABASE writes",
                    Places.of(backup.getOperandList().get(0)),
                    null);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    "\"" + text + "\" is no name of a directory: " + e.getReason(),
                    Places.of(backup.getOperandList().get(0)),
                    e);
        }
    }

    private long run(Path target, SessionContext session, CancelToken cancelToken) {
        Progress progress = session.progress();
        boolean[] started = {false};
        try {
            new DatabaseBackup(engine.store(), engine.snapshots(), engine.memory())
                    .run(
                            target,
                            bytes -> {
                                started[0] = true;
                                progress.started("backup", bytes);
                            },
                            bytes -> {
                                cancelToken.check();
                                progress.advanced(bytes);
                            });
            return 0;
        } finally {
            if (started[0]) {
                progress.ended();
            }
        }
    }
}
