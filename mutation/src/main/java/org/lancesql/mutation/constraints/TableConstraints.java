package org.lancesql.mutation.constraints;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.FieldMetadata;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;

/**
 * What the rows of a table have to satisfy beside NOT NULL, which its columns keep. It is kept as JSON in the metadata of
 * the table, under {@link FieldMetadata#CONSTRAINTS}: an array of objects, each with a {@code kind} and a {@code name}.
 *
 * @param unknown constraints that a later program has left, as JSON: a table that has any must not be written
 */
public record TableConstraints(List<Key> keys, List<Check> checks, List<String> unknown) {
    public static final TableConstraints NONE = new TableConstraints(List.of(), List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KIND = "kind";
    private static final String NAME = "name";
    private static final String COLUMNS = "columns";
    private static final String INDEX = "index";
    private static final String EXPRESSION = "expression";
    private static final String CHECK = "CHECK";

    public TableConstraints {
        keys = List.copyOf(keys);
        checks = List.copyOf(checks);
        unknown = List.copyOf(unknown);
        Set<String> names = new HashSet<>();
        Stream.concat(keys.stream().map(Key::name), checks.stream().map(Check::name))
                .forEach(name -> {
                    if (!names.add(name.toLowerCase(Locale.ROOT))) {
                        throw new IllegalArgumentException("two constraints are named " + name);
                    }
                });
        if (keys.stream().filter(Key::primary).count() > 1) {
            throw new IllegalArgumentException("there are two primary keys");
        }
    }

    /**
     * Columns in which no two rows have the same values; a row with a null in one of them is like no other.
     *
     * @param primary whether it is the table's PRIMARY KEY, else it is UNIQUE
     * @param columns names as stored, in the order of the declaration
     * @param index whether CREATE UNIQUE INDEX has made it, so that it goes with the index of its name
     */
    public record Key(String name, boolean primary, List<String> columns, boolean index) {
        public Key {
            requireNonNull(name, "name is null");
            columns = List.copyOf(columns);
            if (columns.isEmpty() || Set.copyOf(columns).size() != columns.size()) {
                throw new IllegalArgumentException("key " + name + " has the columns " + columns);
            }
        }

        /** As information_schema calls it. */
        public String kind() {
            return primary ? "PRIMARY KEY" : "UNIQUE";
        }
    }

    /**
     * A condition that is not false for any row.
     *
     * @param expression SQL over the columns of the table
     */
    public record Check(String name, String expression) {
        public Check {
            requireNonNull(name, "name is null");
            requireNonNull(expression, "expression is null");
        }
    }

    /** The constraints of a table with this metadata. */
    public static TableConstraints of(Map<String, String> metadata) {
        String text = metadata.get(FieldMetadata.CONSTRAINTS);
        if (text == null) {
            return NONE;
        }
        List<Key> keys = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        JsonNode root = parse(text);
        if (root == null || !root.isArray()) {
            return new TableConstraints(keys, checks, List.of(text));
        }
        for (JsonNode node : root) {
            Key key = key(node);
            Check check = check(node);
            if (key != null) {
                keys.add(key);
            } else if (check != null) {
                checks.add(check);
            } else {
                unknown.add(node.toString());
            }
        }
        try {
            return new TableConstraints(keys, checks, unknown);
        } catch (IllegalArgumentException e) {
            return new TableConstraints(List.of(), List.of(), List.of(text));
        }
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable Key key(JsonNode node) {
        String kind = node.path(KIND).asText();
        boolean primary = kind.equals("PRIMARY KEY");
        if (!(primary || kind.equals("UNIQUE")) || !hasOnly(node, Set.of(KIND, NAME, COLUMNS, INDEX))) {
            return null;
        }
        List<String> columns = new ArrayList<>();
        node.path(COLUMNS).forEach(column -> columns.add(column.asText()));
        boolean isKey = node.path(NAME).isTextual()
                && !columns.isEmpty()
                && Set.copyOf(columns).size() == columns.size();
        return isKey
                ? new Key(
                        node.path(NAME).asText(),
                        primary,
                        columns,
                        node.path(INDEX).asBoolean())
                : null;
    }

    private static @Nullable Check check(JsonNode node) {
        boolean isCheck = node.path(KIND).asText().equals(CHECK)
                && node.path(NAME).isTextual()
                && node.path(EXPRESSION).isTextual()
                && hasOnly(node, Set.of(KIND, NAME, EXPRESSION));
        return isCheck
                ? new Check(node.path(NAME).asText(), node.path(EXPRESSION).asText())
                : null;
    }

    /** What a later program has added to a constraint changes what it means. */
    private static boolean hasOnly(JsonNode node, Set<String> known) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return known.containsAll(names);
    }

    /** The metadata that keep these constraints; empty for none. */
    public Map<String, String> toMetadata() {
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("constraints of unknown kinds are not written: " + unknown);
        }
        if (isEmpty()) {
            return Map.of();
        }
        ArrayNode root = JSON.createArrayNode();
        for (Key key : keys) {
            ObjectNode node = root.addObject().put(KIND, key.kind()).put(NAME, key.name());
            key.columns().forEach(node.putArray(COLUMNS)::add);
            if (key.index()) {
                node.put(INDEX, true);
            }
        }
        for (Check check : checks) {
            root.addObject().put(KIND, CHECK).put(NAME, check.name()).put(EXPRESSION, check.expression());
        }
        return Map.of(FieldMetadata.CONSTRAINTS, root.toString());
    }

    public boolean isEmpty() {
        return keys.isEmpty() && checks.isEmpty() && unknown.isEmpty();
    }

    public Optional<Key> primaryKey() {
        return keys.stream().filter(Key::primary).findFirst();
    }

    /** The same and one more key. */
    public TableConstraints with(Key key) {
        return new TableConstraints(Stream.concat(keys.stream(), Stream.of(key)).toList(), checks, unknown);
    }

    /** The same but a key. */
    public TableConstraints without(Key key) {
        return new TableConstraints(
                keys.stream().filter(other -> !other.equals(key)).toList(), checks, unknown);
    }

    /**
     * Refuses a table whose rows would have to satisfy what this program does not know.
     *
     * @throws StorageException NEWER_FORMAT
     */
    public TableConstraints requireKnown(String table) {
        if (!unknown.isEmpty()) {
            throw new StorageException(
                    Reason.NEWER_FORMAT,
                    "Table " + table
                            + " cannot be changed: it has a constraint that only newer versions of LanceSQL know ("
                            + unknown.get(0) + ").");
        }
        return this;
    }
}
