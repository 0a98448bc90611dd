package org.lancesql.versioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lancesql.versioning.TransactionRecord.Outcome;
import org.lancesql.versioning.TransactionRecord.State;

/** The values of the transaction log: JSON. What cannot be read is an IllegalArgumentException that says why. */
final class LogText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_TEXT = 1_000;

    private LogText() {}

    static String of(TransactionRecord record) {
        ObjectNode json = JSON.createObjectNode();
        json.put("state", record.state() == State.PREPARED ? "P" : "X");
        ObjectNode tables = json.putObject("tables");
        new TreeMap<>(record.bases()).forEach(tables::put);
        putOrigin(json, record.origin());
        return json.toString();
    }

    static TransactionRecord record(String id, String text) {
        JsonNode json = parse(text);
        State state = switch (text(json, "state")) {
            case "P" -> State.PREPARED;
            case "X" -> State.UNDOING;
            default -> throw unknown(json, "state");
        };
        Map<String, Long> bases = new HashMap<>();
        for (Map.Entry<String, JsonNode> table : json.path("tables").properties()) {
            bases.put(table.getKey(), number(table.getValue(), "tables"));
        }
        return new TransactionRecord(id, state, bases, origin(json));
    }

    static String of(DecidedTransaction decided) {
        ObjectNode json = JSON.createObjectNode();
        json.put("outcome", code(decided.outcome()));
        json.put("decided", decided.decidedAt().toString());
        if (decided.recoveredBy() != null) {
            json.put("recoveredBy", decided.recoveredBy());
        }
        putOrigin(json, new TransactionOrigin(decided.user(), decided.application(), decided.statements()));
        ArrayNode tables = json.putArray("tables");
        for (DecidedTransaction.Part part : decided.parts()) {
            ObjectNode table = tables.addObject();
            table.put("table", part.table());
            table.put("base", part.base());
            part.applied().ifPresent(version -> table.put("applied", version));
            part.undone().ifPresent(version -> table.put("undone", version));
        }
        return json.toString();
    }

    static DecidedTransaction decided(String id, String text) {
        JsonNode json = parse(text);
        List<DecidedTransaction.Part> parts = new ArrayList<>();
        for (JsonNode table : json.path("tables")) {
            parts.add(new DecidedTransaction.Part(
                    text(table, "table"),
                    number(table.path("base"), "base"),
                    optionalNumber(table, "applied"),
                    optionalNumber(table, "undone")));
        }
        return DecidedTransaction.of(
                id,
                outcome(text(json, "outcome")),
                instant(text(json, "decided")),
                origin(json),
                optionalText(json, "recoveredBy"),
                parts);
    }

    /** How an outcome is written. */
    static String code(Outcome outcome) {
        return outcome == Outcome.COMMITTED ? "C" : "A";
    }

    static Outcome outcome(String code) {
        return switch (code) {
            case "C" -> Outcome.COMMITTED;
            case "A" -> Outcome.ABORTED;
            default -> throw new IllegalArgumentException("outcome " + code + " is unknown");
        };
    }

    private static void putOrigin(ObjectNode json, TransactionOrigin origin) {
        json.put("user", shortened(origin.user()));
        if (origin.application() != null) {
            json.put("application", shortened(origin.application()));
        }
        json.put("statements", shortened(origin.statements()));
    }

    /** Each version of the log holds all of its texts, so they are not to be of any length. */
    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    private static TransactionOrigin origin(JsonNode json) {
        return new TransactionOrigin(text(json, "user"), optionalText(json, "application"), text(json, "statements"));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("\"" + shortened(text) + "\" is not JSON", e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a time", e);
        }
    }

    private static String text(JsonNode json, String name) {
        if (!json.path(name).isTextual()) {
            throw unknown(json, name);
        }
        return json.path(name).textValue();
    }

    private static @Nullable String optionalText(JsonNode json, String name) {
        return json.has(name) ? text(json, name) : null;
    }

    private static long number(JsonNode json, String name) {
        if (!json.isIntegralNumber() || !json.canConvertToLong()) {
            throw new IllegalArgumentException("\"" + name + "\" has " + json + " where a version is expected");
        }
        return json.longValue();
    }

    private static OptionalLong optionalNumber(JsonNode json, String name) {
        return json.has(name) ? OptionalLong.of(number(json.path(name), name)) : OptionalLong.empty();
    }

    private static IllegalArgumentException unknown(JsonNode json, String name) {
        return new IllegalArgumentException(
                "\"" + name + "\" is " + json.path(name) + ", which this program does not know");
    }
}
