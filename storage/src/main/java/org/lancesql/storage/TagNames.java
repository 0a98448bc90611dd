package org.lancesql.storage;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/** What a tag can be called: Lance lists no tags any more once one has a name outside of ASCII. */
final class TagNames {
    private static final int LONGEST = 200;
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._-]*");

    private TagNames() {}

    /** @throws StorageException INVALID_NAME */
    static void require(String name) {
        String problem = problemOf(name);
        if (problem != null) {
            throw new StorageException(
                    Reason.INVALID_NAME, "\"" + name + "\" cannot be the name of a tag: " + problem + ".");
        }
    }

    private static @Nullable String problemOf(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (!CHARACTERS.matcher(name).matches()) {
            return "only the letters A to Z, digits, '.', '-' and '_' are allowed";
        }
        if (name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            return "dots stand alone, between other characters";
        }
        if (name.endsWith(".lock")) {
            return "it ends with .lock";
        }
        return name.length() > LONGEST ? "it is longer than " + LONGEST + " characters" : null;
    }
}
