package org.lancesql.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/**
 * The names that versions of one table have: its tags, and its branches. Both belong to the table, not to the directory
 * of tables. Their files are read as the Lance table format describes them ("Branches and tags"), because Lance 7.0.0 lists
 * none any more as soon as one name is not ASCII.
 */
public final class TableReferences {
    private static final String SUFFIX = ".json";
    private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String table;
    private final Path directory;

    TableReferences(String table, Path directory) {
        this.table = table;
        this.directory = directory;
    }

    /**
     * A name for a version.
     *
     * @param created null where a program before tags had times has made it
     * @param updated when it was last moved
     */
    public record Tag(
            String name,
            TableVersion version,
            @Nullable Instant created,
            @Nullable Instant updated) {}

    /**
     * A line of versions beside the main one.
     *
     * @param parent the branch that it came from; empty for the main one
     * @param parentVersion the version that it came from
     */
    public record Branch(String name, String parent, long parentVersion, Instant created) {}

    /** Where the versions of a branch are. */
    static Path directory(Path dataset, String branch) {
        if (branch.isEmpty()) {
            return dataset;
        }
        requireName(branch);
        return dataset.resolve("tree").resolve(branch);
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a tag or branch");
        }
    }

    /** Whether a tag or branch can have the name; other names lead nowhere, least of all out of the table. */
    private static boolean isName(String name) {
        return Stream.of(name.split("/", -1))
                .allMatch(segment ->
                        SEGMENT.matcher(segment).matches() && !segment.startsWith(".") && !segment.contains(".."));
    }

    public Optional<Tag> tag(String name) {
        return read("tags", name).map(json -> tag(name, json));
    }

    private Tag tag(String name, JsonNode json) {
        TableVersion version = new TableVersion(table, json.path("branch").asText(""), number(json, "version", name));
        return new Tag(name, version, time(json, "createdAt", name), time(json, "updatedAt", name));
    }

    public Optional<Branch> branch(String name) {
        return read("branches", name)
                .map(json -> new Branch(
                        name,
                        json.path("parentBranch").asText(""),
                        number(json, "parentVersion", name),
                        Instant.ofEpochSecond(number(json, "createAt", name))));
    }

    private long number(JsonNode json, String field, String name) {
        long value = json.path(field).asLong(0);
        if (value <= 0) {
            throw damaged(name, field, null);
        }
        return value;
    }

    private @Nullable Instant time(JsonNode json, String field, String name) {
        String text = json.path(field).asText("");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw damaged(name, field, e);
        }
    }

    /** All tags, by name. */
    public List<Tag> tags() {
        return names("tags").stream().flatMap(name -> tag(name).stream()).toList();
    }

    /** All branches but the main one, by name. */
    public List<Branch> branches() {
        return names("branches").stream().flatMap(name -> branch(name).stream()).toList();
    }

    /** Names of all tags, sorted. */
    public List<String> tagNames() {
        return names("tags");
    }

    /** Names of all branches but the main one, sorted. */
    public List<String> branchNames() {
        return names("branches");
    }

    private List<String> names(String kind) {
        try (Stream<Path> files = Files.list(directory.resolve("_refs").resolve(kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> URLDecoder.decode(
                            file.substring(0, file.length() - SUFFIX.length()), StandardCharsets.UTF_8))
                    .filter(TableReferences::isName)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw FileErrors.translate("The " + kind + " of table " + table + " cannot be read", e);
        }
    }

    private Optional<JsonNode> read(String kind, String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        Path file = directory
                .resolve("_refs")
                .resolve(kind)
                .resolve(URLEncoder.encode(name, StandardCharsets.UTF_8) + SUFFIX);
        try {
            return Optional.of(JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw damaged(name, "text", e);
        } catch (IOException e) {
            throw FileErrors.translate(file + " cannot be read", e);
        }
    }

    private StorageException damaged(String name, String what, @Nullable Exception cause) {
        String message =
                "Tag or branch " + name + " of table " + table + " is damaged: its " + what + " is no such thing.";
        return cause == null
                ? new StorageException(Reason.DAMAGED, message)
                : new StorageException(Reason.DAMAGED, message, cause);
    }
}
