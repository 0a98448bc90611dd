package org.lancesql.versioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Statistics of a table as JSON. */
final class StatisticsText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatisticsText() {}

    static String of(TableStatistics statistics) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode files = json.putArray("files");
        statistics.files().forEach(files::add);
        ObjectNode columns = json.putObject("columns");
        new TreeMap<>(statistics.columns()).forEach((name, column) -> {
            ObjectNode each = columns.putObject(name);
            each.put("version", column.version());
            each.put("analyzed", column.analyzedAt().toString());
            each.put("rows", column.rows());
            each.put("nulls", column.nulls());
            each.put("distinct", Math.round(column.distinct()));
            if (column.least() != null) {
                each.put("least", column.least());
            }
            if (column.greatest() != null) {
                each.put("greatest", column.greatest());
            }
        });
        return json.toString();
    }

    /** Empty when it is damaged or of a later program: whoever estimates does without. */
    static Optional<TableStatistics> parse(String text) {
        try {
            return Optional.of(of(JSON.readTree(text)));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static TableStatistics of(JsonNode json) {
        List<String> files = new ArrayList<>();
        json.required("files").forEach(file -> files.add(file.asText()));
        Map<String, ColumnStatistics> columns = new HashMap<>();
        for (Map.Entry<String, JsonNode> column : json.required("columns").properties()) {
            JsonNode value = column.getValue();
            columns.put(
                    column.getKey(),
                    new ColumnStatistics(
                            value.required("version").longValue(),
                            Instant.parse(value.required("analyzed").asText()),
                            value.required("rows").longValue(),
                            value.required("nulls").longValue(),
                            value.required("distinct").doubleValue(),
                            value.path("least").textValue(),
                            value.path("greatest").textValue()));
        }
        return new TableStatistics(files, columns);
    }
}
