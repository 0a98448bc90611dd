package org.lancesql.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Small files in a folder of {@code _lancesql}. Each is there whole or not at all. */
public final class SystemFiles {
    private static final String UNFINISHED = ".tmp";

    private final TableStore store;
    private final SystemDirectory system;
    private final DurableFiles durable;
    private final String folder;

    SystemFiles(TableStore store, SystemDirectory system, DurableFiles durable, String folder) {
        this.store = store;
        this.system = system;
        this.durable = durable;
        this.folder = folder;
    }

    /** Content of a file; empty when there is none. */
    public Optional<byte[]> read(String name) {
        Path file = file(name);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileErrors.translate("File " + file + " cannot be read", e);
        }
    }

    /**
     * Writes a file, or writes it anew. Depending on the store's durability it is on disk then.
     *
     * @throws StorageException READ_ONLY, DISK_FULL, PERMISSION_DENIED
     */
    public void write(String name, byte[] content) {
        write(name, content, durable);
    }

    /** @param durability what the file has to survive, instead of what the store promises */
    public void write(String name, byte[] content, Durability durability) {
        write(name, content, new DurableFiles(durability));
    }

    private void write(String name, byte[] content, DurableFiles durable) {
        store.requireWritable("File " + name);
        Path directory = system.folder(folder);
        Path unfinished = directory.resolve(name + "-" + Ulid.next() + UNFINISHED);
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (durable.durability() == Durability.FULL) {
                    channel.force(true);
                }
            }
            Files.move(unfinished, file(name), StandardCopyOption.ATOMIC_MOVE);
            durable.forceDirectory(directory);
        } catch (IOException e) {
            delete(unfinished);
            throw FileErrors.translate("File " + file(name) + " cannot be written", e);
        }
    }

    /** Deletes a file, if it is there. One that cannot be deleted stays. */
    public void delete(String name) {
        store.requireWritable("File " + name);
        delete(file(name));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return; // it takes some space and means nothing
        }
    }

    /** Names of the files, sorted. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(system.path(folder))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.endsWith(UNFINISHED)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw FileErrors.translate("Directory " + system.path(folder) + " cannot be listed", e);
        }
        Collections.sort(names);
        return names;
    }

    private Path file(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c) || c == '-')) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of letters, digits and hyphens");
        }
        return system.path(folder).resolve(name);
    }
}
