package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lancesql.storage.ChangeJson;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableVersion;

/**
 * What a transaction does to its tables, as its plan file has it.
 *
 * @param properties what the versions that it makes keep: user, application and the like
 * @param changes one of each table, as {@link ChangeJson}
 */
record TransactionPlan(String id, Map<String, String> properties, List<JsonNode> changes) {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    TransactionPlan {
        requireNonNull(id, "id is null");
        properties = Map.copyOf(properties);
        changes = List.copyOf(changes);
    }

    static TransactionPlan of(String id, Map<String, String> properties, Collection<TableChange> changes) {
        return new TransactionPlan(
                id,
                properties,
                changes.stream().<JsonNode>map(ChangeJson::write).toList());
    }

    byte[] toBytes() {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("id", id);
        ObjectNode kept = json.putObject("properties");
        new TreeMap<>(properties).forEach(kept::put);
        ArrayNode tables = json.putArray("changes");
        changes.forEach(tables::add);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException when it is not the plan of the transaction, in a format that is known here */
    static TransactionPlan parse(String id, byte[] bytes) {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " from byte " + e.getLocation().getByteOffset() + " on";
            throw new IllegalArgumentException("it is not JSON" + where, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
        if (!json.path("format").isInt()) {
            throw new IllegalArgumentException("it is empty, or does not say its format");
        }
        if (json.path("format").intValue() != FORMAT) {
            throw new IllegalArgumentException(
                    "it is of format " + json.path("format") + ", this program knows format " + FORMAT);
        }
        if (!id.equals(json.path("id").asText())) {
            throw new IllegalArgumentException("it is the plan of transaction " + json.path("id"));
        }
        Map<String, String> properties = new TreeMap<>();
        json.path("properties")
                .properties()
                .forEach(
                        entry -> properties.put(entry.getKey(), entry.getValue().asText()));
        List<JsonNode> changes = new ArrayList<>();
        json.path("changes").forEach(changes::add);
        return new TransactionPlan(id, properties, changes);
    }

    /**
     * Checks that it has a change for each table of its record, made against the same version, and no others: without one,
     * a table that was changed would pass for one that was not.
     *
     * @param bases by table
     * @throws IllegalArgumentException when it has not
     */
    void requireBases(Map<String, Long> bases) {
        Map<String, Long> planned = new TreeMap<>();
        for (JsonNode change : changes) {
            TableVersion base = ChangeJson.base(change);
            planned.put(base.table(), base.version());
        }
        if (!planned.equals(bases) || changes.size() != bases.size()) {
            throw new IllegalArgumentException(
                    "it has changes of " + described(planned) + ", and the record is of " + described(bases));
        }
    }

    private static String described(Map<String, Long> bases) {
        return bases.isEmpty()
                ? "no table"
                : new TreeMap<>(bases)
                        .entrySet().stream()
                                .map(base -> base.getKey() + "@" + base.getValue())
                                .collect(Collectors.joining(", "));
    }
}
