package org.lancesql.storage;

import java.util.HashMap;
import java.util.Map;

/** A {@link CommitMark} as the properties of a Lance transaction. */
final class CommitProperties {
    private CommitProperties() {}

    static Map<String, String> of(CommitMark mark) {
        Map<String, String> properties = new HashMap<>();
        mark.properties().forEach((key, value) -> properties.put(key, printable(value)));
        properties.put(CommitMark.ID_PROPERTY, mark.id());
        return properties;
    }

    /** Characters that Lance's Java binding garbles, replaced. Properties are read by people: no escape is due. */
    private static String printable(String value) {
        StringBuilder printable = new StringBuilder();
        value.codePoints().forEach(c -> printable.appendCodePoint(c == 0 || !Character.isBmpCodePoint(c) ? 0xFFFD : c));
        return printable.toString();
    }
}
