package org.lancesql.sqltests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A program with a main method in a JVM of its own that is talked to line by line, and may be killed. */
final class ChildProgram implements AutoCloseable {
    /** Exit code of a program that was ended by {@code kill -9}. */
    static final int KILLED = 128 + 9;

    private static final long EXIT_SECONDS = 60;
    /** Further flags of the JVM, for long runs: {@code -XX:SharedArchiveFile=...} halves what a start costs. */
    private static final List<String> FLAGS = Pattern.compile(" ")
            .splitAsStream(System.getProperty("lancesql.child.flags", ""))
            .filter(flag -> !flag.isEmpty())
            .toList();

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    /**
     * Starts a program.
     *
     * @param workingDirectory where it keeps its temporary files and what it says on standard error
     * @param mostSeconds after which it is killed, so that nobody waits for it for ever
     */
    ChildProgram(Class<?> main, Path workingDirectory, long mostSeconds, List<String> arguments) throws IOException {
        this(UnaryOperator.identity(), main, workingDirectory, mostSeconds, arguments);
    }

    /**
     * Starts a program by a command that is made of its own.
     *
     * @param workingDirectory where it keeps its temporary files and what it says on standard error
     * @param mostSeconds after which it is killed, so that nobody waits for it for ever
     */
    ChildProgram(
            UnaryOperator<List<String>> commandOf,
            Class<?> main,
            Path workingDirectory,
            long mostSeconds,
            List<String> arguments)
            throws IOException {
        errors = Files.createTempFile(workingDirectory, "child", ".err");
        List<String> command = new ArrayList<>(List.of(
                ChildJvm.currentJavaHome().resolve("bin/java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + workingDirectory,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(FLAGS);
        command.add(main.getName());
        command.addAll(arguments);
        process = new ProcessBuilder(commandOf.apply(command))
                .redirectError(errors.toFile())
                .start();
        CompletableFuture.delayedExecutor(mostSeconds, TimeUnit.SECONDS).execute(process::destroyForcibly);
        output = process.inputReader();
    }

    /** The next line that it prints, or null when there is none: it has ended. */
    String readLine() throws IOException {
        return output.readLine();
    }

    /** All that it has printed and that was not read yet, after it has ended. */
    List<String> readRest() {
        return output.lines().toList();
    }

    /** Says something to a program that reads its input line by line. */
    void send(String line) throws IOException {
        Writer input = process.outputWriter();
        input.write(line + "\n");
        input.flush();
    }

    /** Lets a program go on that waits for its input to end. */
    void go() throws IOException {
        process.outputWriter().close();
    }

    /** Ends it as {@code kill -9} does; what it has printed can still be read. */
    void kill() throws InterruptedException, IOException {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly() would also close its output
        int exitCode = await();
        if (exitCode != KILLED) {
            throw new AssertionError("ended with " + exitCode + " before it was killed\n" + errors());
        }
    }

    /** Waits until it ends by itself, without an error. */
    void join() throws InterruptedException, IOException {
        int exitCode = await();
        if (exitCode != 0) {
            throw new AssertionError("ended with " + exitCode + "\n" + errors());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private int await() throws InterruptedException, IOException {
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + EXIT_SECONDS + " s\n" + errors());
        }
        return process.exitValue();
    }

    /** What it said on standard error. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
