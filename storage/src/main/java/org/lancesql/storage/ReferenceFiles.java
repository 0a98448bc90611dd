package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/**
 * The files in which Lance keeps tags and branches (Lance table format, "Branch and tag specification"): one of JSON for
 * each, named after it.
 */
final class ReferenceFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".json";

    private ReferenceFiles() {}

    static Path tags(Path dataset) {
        return dataset.resolve("_refs").resolve("tags");
    }

    static Path tag(Path dataset, String name) {
        return tags(dataset).resolve(name + SUFFIX);
    }

    static Path branches(Path dataset) {
        return dataset.resolve("_refs").resolve("branches");
    }

    /** Where the versions of a branch are: a dataset of its own within that of the table. */
    static Path branch(Path dataset, String name) {
        return dataset.resolve("tree").resolve(name);
    }

    /**
     * Where the versions of a branch are.
     *
     * @param branch {@link TableVersion#MAIN} for the dataset itself
     * @throws IllegalArgumentException for a name that leads out of the dataset
     */
    static Path versions(Path dataset, String branch) {
        Path versions = branch.isEmpty() ? dataset : branch(dataset, branch).normalize();
        if (!versions.startsWith(dataset)) {
            throw new IllegalArgumentException("\"" + branch + "\" is no name of a branch");
        }
        return versions;
    }

    /** Files of references in a folder, which need not exist. */
    static List<Path> list(Path folder, String table) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            found.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw FileErrors.translate("The tags and branches of table " + table + " cannot be listed", e);
        } catch (DirectoryIteratorException e) {
            throw FileErrors.translate(
                    "The tags and branches of table " + table + " cannot be listed", requireNonNull(e.getCause()));
        }
        return files;
    }

    /** Lance writes what is no letter of ASCII as %XX. */
    static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        name = name.substring(0, name.length() - SUFFIX.length());
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** The content of a file, or null when there is none. */
    static @Nullable JsonNode read(Path file, String table) {
        try {
            JsonNode content = JSON.readTree(Files.readAllBytes(file));
            if (content instanceof ObjectNode) {
                return content;
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new StorageException(Reason.DAMAGED, damaged(file, table), e);
        }
        throw new StorageException(Reason.DAMAGED, damaged(file, table));
    }

    private static String damaged(Path file, String table) {
        return "Table " + table + " has a damaged tag or branch: " + file + " cannot be read.";
    }

    static TableTag tag(String name, JsonNode content) {
        return new TableTag(
                name,
                text(content, "branch"),
                content.path("version").asLong(),
                moment(content, "createdAt"),
                moment(content, "updatedAt"));
    }

    static TableBranch branch(String name, JsonNode content, OptionalLong newestVersion) {
        return new TableBranch(
                name,
                text(content, "parentBranch"),
                content.path("parentVersion").asLong(),
                Instant.ofEpochSecond(content.path("createAt").asLong()),
                newestVersion);
    }

    private static @Nullable String text(JsonNode content, String field) {
        JsonNode value = content.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable Instant moment(JsonNode content, String field) {
        String text = text(content, field);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A tag of the main branch as Lance reads it. */
    static byte[] content(long version, Instant createdAt, Instant updatedAt, long manifestSize) {
        ObjectNode content = JSON.createObjectNode();
        content.putNull("branch");
        content.put("version", version);
        content.put("createdAt", createdAt.toString());
        content.put("updatedAt", updatedAt.toString());
        content.put("manifestSize", manifestSize);
        content.putObject("metadata");
        return content.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }
}
