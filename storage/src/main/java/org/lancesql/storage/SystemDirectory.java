package org.lancesql.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.lancesql.storage.StorageException.Reason;

/**
 * The directory {@code _lancesql} inside a database. It comes with the first write that needs it; a database without it
 * is a normal one. Its stamp names the format of what is in it.
 */
final class SystemDirectory {
    private static final String STAMP = "format.json";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final Path directory;
    private final DurableFiles durable;

    SystemDirectory(DatabaseRoot root, DurableFiles durable) {
        this.root = root.directory();
        this.directory = this.root.resolve("_lancesql");
        this.durable = durable;
    }

    /**
     * Checks the stamp, if there is one to check.
     *
     * @throws StorageException UNKNOWN_FORMAT
     */
    void requireKnownFormat() {
        if (!Files.exists(directory)) {
            return;
        }
        Path stamp = directory.resolve(STAMP);
        try {
            JsonNode format = JSON.readTree(Files.readAllBytes(stamp)).path("format");
            if (!format.isInt() || format.intValue() != FORMAT) {
                throw unknownFormat(stamp + " says format " + format + ", this program knows format " + FORMAT);
            }
        } catch (NoSuchFileException e) {
            throw unknownFormat(stamp + " is missing");
        } catch (JsonProcessingException e) {
            throw unknownFormat(stamp + " is not JSON");
        } catch (IOException e) {
            throw FileErrors.translate(stamp + " cannot be read", e);
        }
    }

    private static StorageException unknownFormat(String why) {
        return new StorageException(Reason.UNKNOWN_FORMAT, "The database cannot be used: " + why + ".");
    }

    /** Where a configuration store is, whether it exists or not. */
    Path configStore(String name) {
        return directory.resolve(name + DatabaseRoot.TABLE_SUFFIX);
    }

    /** A new name for a dataset that is being built. */
    Path newStaging() {
        return folder("staging").resolve(Ulid.next() + DatabaseRoot.TABLE_SUFFIX);
    }

    /** A new name for a table that is dropped. */
    Path newTrash(String table) {
        return folder("trash").resolve(table + "-" + Ulid.next());
    }

    /** Where a folder is, whether it exists or not. */
    Path path(String folder) {
        return directory.resolve(folder);
    }

    /** A folder, made if need be. */
    Path folder(String name) {
        ensure();
        Path child = path(name);
        try {
            if (!Files.isDirectory(child)) {
                Files.createDirectories(child);
                durable.forceDirectory(directory);
            }
            return child;
        } catch (IOException e) {
            throw FileErrors.translate("Directory " + child + " cannot be made", e);
        }
    }

    /** Makes the directory whole in one move, so that programs that race to make it agree on one. */
    private void ensure() {
        if (Files.isDirectory(directory)) {
            requireKnownFormat();
            return;
        }
        Path sibling = root.resolve(".lancesql-" + Ulid.next());
        try {
            Files.createDirectory(sibling);
            Files.write(sibling.resolve(STAMP), JSON.writeValueAsBytes(Map.of("format", FORMAT)));
            durable.forceTree(sibling);
            Files.move(sibling, directory, StandardCopyOption.ATOMIC_MOVE);
            durable.forceDirectory(root);
        } catch (IOException e) {
            FileTrees.delete(sibling);
            if (!Files.isDirectory(directory)) {
                throw FileErrors.translate("Directory " + directory + " cannot be made", e);
            }
            requireKnownFormat(); // another program was faster
        }
    }
}
