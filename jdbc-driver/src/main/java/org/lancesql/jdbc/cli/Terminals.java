package org.lancesql.jdbc.cli;

import java.io.Console;

/** Tells a person at a terminal from a pipe. */
final class Terminals {
    private Terminals() {}

    /** Whether both input and output are a terminal. */
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** From JDK 22 on there is a console without a terminal too, and {@code Console.isTerminal} tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
