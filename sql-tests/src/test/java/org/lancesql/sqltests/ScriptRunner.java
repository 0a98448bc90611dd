package org.lancesql.sqltests;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import net.hydromatic.quidem.Quidem;

/**
 * Runs a Quidem script and writes what really happened.
 *
 * @param urls JDBC URL of each name that {@code !use} takes
 */
record ScriptRunner(Map<String, String> urls) {
    void run(Path script, Path output) throws IOException {
        Files.createDirectories(output.getParent());
        try (Reader reader = Files.newBufferedReader(script);
                Writer writer = Files.newBufferedWriter(output)) {
            Quidem.Config config = Quidem.configBuilder()
                    .withReader(reader)
                    .withWriter(writer)
                    .withConnectionFactory(this::connect)
                    .withCommandHandler(new ScriptCommands())
                    .build();
            new Quidem(config).execute();
        }
    }

    private Connection connect(String name, boolean reference) throws Exception {
        if (reference) {
            return null;
        }
        String url = urls.get(name);
        if (url == null) {
            throw new IllegalArgumentException("!use " + name + ": known are " + urls.keySet());
        }
        return ScriptConnection.of(DriverManager.getConnection(url));
    }
}
