package org.lancesql.versioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is in a live file: one line of JSON. */
final class LiveText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LiveText() {}

    static byte[] of(LiveTransaction live) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", live.id());
        json.put("process", live.process());
        json.put("user", live.user());
        if (live.application() != null) {
            json.put("application", live.application());
        }
        json.put("begun", live.begun().toString());
        json.put("log", live.logVersion());
        ObjectNode tables = json.putObject("tables");
        live.tables().forEach((name, table) -> {
            ObjectNode held = tables.putObject(name);
            held.put("version", table.version());
            held.put("added", table.added());
            held.put("removed", table.removed());
        });
        live.record().ifPresent(record -> json.put("record", record));
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty when it is not whole, or of a later program. What is behind the first line is left from before. */
    static Optional<LiveTransaction> parse(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(JSON.readTree(text.substring(0, end))));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LiveTransaction of(JsonNode json) {
        Map<String, LiveTransaction.Table> tables = new HashMap<>();
        for (Map.Entry<String, JsonNode> held : json.required("tables").properties()) {
            JsonNode table = held.getValue();
            tables.put(
                    held.getKey(),
                    new LiveTransaction.Table(
                            table.required("version").longValue(),
                            table.path("added").longValue(),
                            table.path("removed").longValue()));
        }
        return new LiveTransaction(
                json.required("id").textValue(),
                json.required("process").textValue(),
                json.required("user").textValue(),
                json.path("application").textValue(),
                Instant.parse(json.required("begun").textValue()),
                json.required("log").longValue(),
                tables,
                Optional.ofNullable(json.path("record").textValue()));
    }
}
