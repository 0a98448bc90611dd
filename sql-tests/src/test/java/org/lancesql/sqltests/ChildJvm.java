package org.lancesql.sqltests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, for what depends on JVM flags, class path or memory. */
final class ChildJvm {
    private static final long TIMEOUT_SECONDS = 120;

    private ChildJvm() {}

    /**
     * How a child ended.
     *
     * @param output what it printed, errors included
     */
    record Result(int exitCode, String output) {}

    static Result run(Path javaHome, List<String> arguments, Path workingDirectory)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(arguments);
        Path output = Files.createTempFile(workingDirectory, "child", ".log");
        Process process = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean hasEnded = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (!hasEnded) {
                throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + command + "\n" + text);
            }
            return new Result(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
        }
    }

    static Path currentJavaHome() {
        return Path.of(System.getProperty("java.home"));
    }
}
