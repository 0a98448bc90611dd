package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.lancesql.storage.StorageException.Reason;

/** Takes tables out of the database and back again, alone among all processes that publish to them. */
final class Trash {
    private static final String FOLDER = "trash";
    private static final char SEPARATOR = '-';

    private final DatabaseRoot root;
    private final SystemDirectory system;
    private final DurableFiles durable;
    private final PlaceLocks locks;

    Trash(DatabaseRoot root, SystemDirectory system, DurableFiles durable, PlaceLocks locks) {
        this.root = root;
        this.system = system;
        this.durable = durable;
        this.locks = locks;
    }

    /**
     * Moves a table to the trash.
     *
     * @param allowed asked while nobody can publish to the table
     * @return whether it was allowed
     */
    boolean take(String table, Path directory, BooleanSupplier allowed) {
        String problem = "Table " + table + " cannot be dropped";
        Path folder = system.folder(FOLDER);
        try (PlaceLock.Hold hold = locks.of(directory).alone(problem)) {
            if (!allowed.getAsBoolean()) {
                return false;
            }
            Path trashed = folder.resolve(table + SEPARATOR + Ulid.next());
            Files.move(directory, trashed, StandardCopyOption.ATOMIC_MOVE);
            durable.forceDirectory(folder);
            durable.forceDirectory(root.directory());
            return true;
        } catch (NoSuchFileException e) {
            throw TableHandles.notFound(table);
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        }
    }

    /** The tables that can be taken back, those that were dropped first at the beginning. */
    List<DroppedTable> tables() {
        Path folder = system.path(FOLDER);
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Trash::isWhole)
                    .flatMap(child -> dropped(child).stream())
                    .sorted(Comparator.comparing(DroppedTable::id))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            throw FileErrors.translate("The trash of the database cannot be listed", e);
        }
    }

    /** What was left by somebody who wrote to a table that was just dropped has no version, and was dropped in its turn. */
    private static boolean isWhole(Path directory) {
        try (Stream<Path> versions = Files.list(directory.resolve("_versions"))) {
            return versions.anyMatch(file -> file.toString().endsWith(".manifest"));
        } catch (IOException e) {
            return false; // nothing that could be taken back
        }
    }

    private static Optional<DroppedTable> dropped(Path directory) {
        String file = String.valueOf(directory.getFileName());
        int separator = file.length() - Ulid.LENGTH - 1;
        if (separator < 1 || file.charAt(separator) != SEPARATOR || !Ulid.isValid(file.substring(separator + 1))) {
            return Optional.empty();
        }
        return Optional.of(new DroppedTable(file.substring(0, separator), file.substring(separator + 1)));
    }

    /**
     * Moves a table back.
     *
     * @param place free, and kept free by who holds the lock of names
     * @throws StorageException TABLE_EXISTS, TABLE_NOT_FOUND when it is in the trash no more
     */
    void giveBack(DroppedTable table, Path place) {
        String problem = "Table " + table.name() + " cannot be taken out of the trash";
        Path trashed = system.path(FOLDER).resolve(table.name() + SEPARATOR + table.id());
        try (PlaceLock.Hold hold = locks.of(place).alone(problem)) {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new StorageException(
                        Reason.TABLE_EXISTS, problem + ": there is something at " + place + " already.");
            }
            Files.move(trashed, place, StandardCopyOption.ATOMIC_MOVE);
            durable.forceDirectory(root.directory());
            durable.forceDirectory(requireNonNull(trashed.getParent()));
        } catch (NoSuchFileException e) {
            throw new StorageException(
                    Reason.TABLE_NOT_FOUND, "Table " + table.name() + " is not in the trash any more.", e);
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        }
    }
}
