package org.lancesql.sqltests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.lancesql.mutation.CommitStep;
import org.lancesql.sqltests.CrashProgram.Ending;
import org.lancesql.sqltests.CrashProgram.Result;

/** A {@link CrashProgram}, started again when it was killed. */
final class CrashChild implements AutoCloseable {
    private static final long MOST_SECONDS = 4 * 3_600;

    private final UnaryOperator<List<String>> commandOf;
    private final Path directory;
    private ChildProgram program;
    private boolean isPaused;

    CrashChild(Path directory) {
        this(UnaryOperator.identity(), directory);
    }

    /** A child that is started by a command which is made of its own. */
    CrashChild(UnaryOperator<List<String>> commandOf, Path directory) {
        this.commandOf = commandOf;
        this.directory = directory;
    }

    /**
     * What it has answered.
     *
     * @param result null when it was killed or is paused
     * @param steps that it came to
     * @param step the last of them
     */
    record Answer(Result result, int steps, String step, String message) {
        private static final int STATE_LENGTH = 5;

        String sqlState() {
            return message.substring(0, STATE_LENGTH);
        }
    }

    /** Runs the transaction. */
    Answer commit(int step, Ending ending, String url) throws IOException {
        return ask("commit " + step + " " + ending + " " + url);
    }

    /** Runs the transaction until its first step of a name. */
    void breakOffAt(CommitStep step, String url) throws IOException {
        Answer answer = ask("commit " + step + " " + Ending.BREAK + " " + url);
        if (answer.result() != Result.BROKEN) {
            throw new AssertionError("did not break off at " + step + ": " + answer);
        }
    }

    /** Opens the database, reads and closes it; breaks off or pauses at a step. */
    Answer recover(int step, Ending ending, String url) throws IOException {
        return ask("recover " + step + " " + ending + " " + url);
    }

    /** Opens the database, reads and closes it. */
    Answer recover(String url) throws IOException {
        return recover(0, Ending.BREAK, url);
    }

    /** Lets it go on that is paused. */
    Answer goOn() throws IOException {
        isPaused = false;
        return ask("go on");
    }

    boolean isPaused() {
        return isPaused;
    }

    private Answer ask(String question) throws IOException {
        if (program == null) {
            program = new ChildProgram(commandOf, CrashProgram.class, directory, MOST_SECONDS, List.of());
        }
        program.send(question);
        String line = program.readLine();
        if (line == null) {
            return readEnd(question);
        }
        String[] words = line.split(" ", 4);
        if (words[0].equals("paused")) {
            isPaused = true;
            return new Answer(null, 0, words[1], "");
        }
        return new Answer(Result.valueOf(words[0]), Integer.parseInt(words[1]), words[2], words[3]);
    }

    private Answer readEnd(String question) throws IOException {
        if (!question.contains(Ending.KILL.name())) {
            throw new AssertionError(question + " ended the program: " + program.errors());
        }
        program.close();
        program = null;
        return new Answer(null, 0, "-", "");
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
