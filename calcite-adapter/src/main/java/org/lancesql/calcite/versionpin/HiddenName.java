package org.lancesql.calcite.versionpin;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A name that planning gives and nobody can type, quoted or not. */
public final class HiddenName extends SqlIdentifier {
    private HiddenName(List<String> names, SqlParserPos position) {
        super(names, position);
    }

    /** The hidden form of a name. */
    public static String of(String name) {
        return PinnedName.SEPARATOR + name;
    }

    /** A reference by a hidden name, alone. */
    public static SqlIdentifier reference(String hidden) {
        return new HiddenName(List.of(hidden), SqlParserPos.ZERO);
    }

    /** A reference to a column. */
    public static SqlIdentifier reference(String qualifier, String column) {
        return new HiddenName(List.of(qualifier, column), SqlParserPos.ZERO);
    }

    /** A reference to a table with its address and id: what a statement that changes the table reads of it. */
    public static SqlIdentifier target(SqlIdentifier table) {
        List<String> names = new ArrayList<>(table.names);
        int last = names.size() - 1;
        names.set(last, PinnedName.target(names.get(last)).encode());
        return new HiddenName(names, table.getParserPosition());
    }

    /** Whether the last part of a name is hidden. */
    public static boolean isHidden(SqlIdentifier name) {
        return isHidden(name.names.get(name.names.size() - 1));
    }

    public static boolean isHidden(String name) {
        return !name.isEmpty() && name.charAt(0) == PinnedName.SEPARATOR;
    }
}
