package org.lancesql.jdbc.cli;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script at the semicolons that are neither in a literal, a quoted name nor a comment. */
final class ScriptSplitter {
    private final String script;
    private final List<String> statements = new ArrayList<>();
    private boolean blank = true;

    private ScriptSplitter(String script) {
        this.script = script;
    }

    /**
     * The statements, without their semicolons and without those that are only blanks and comments. Each is preceded by
     * blanks so that it stands on the lines and columns where the script has it, and errors name them.
     */
    static List<String> split(String script) {
        return new ScriptSplitter(script).split();
    }

    private List<String> split() {
        int start = 0;
        int position = 0;
        while (position < script.length()) {
            char c = script.charAt(position);
            if (c == ';') {
                add(start, position);
                start = ++position;
            } else if (c == '\'' || c == '"') {
                blank = false;
                position = after(String.valueOf(c), position + 1);
            } else if (script.startsWith("--", position)) {
                position = after("\n", position + 2);
            } else if (script.startsWith("/*", position)) {
                position = after("*/", position + 2);
            } else {
                blank &= Character.isWhitespace(c);
                position++;
            }
        }
        add(start, script.length());
        return statements;
    }

    /** The position behind the next {@code end}; a doubled quote starts the next literal at once, which does no harm. */
    private int after(String end, int from) {
        int found = script.indexOf(end, from);
        return found < 0 ? script.length() : found + end.length();
    }

    private void add(int start, int end) {
        if (!blank) {
            String before = script.substring(0, start).replaceAll("[^\\n]", " ");
            String column = before.substring(before.lastIndexOf('\n') + 1);
            String lines =
                    "\n".repeat((int) before.chars().filter(c -> c == '\n').count());
            statements.add(lines + column + script.substring(start, end));
        }
        blank = true;
    }
}
