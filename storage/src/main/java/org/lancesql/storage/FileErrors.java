package org.lancesql.storage;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/** Turns failures of the file system into {@link StorageException}s. */
final class FileErrors {
    private FileErrors() {}

    /** @param problem object and problem, without a full stop */
    static StorageException translate(String problem, Exception e) {
        return new StorageException(reason(e), problem + ": " + why(e) + ".", e);
    }

    /** Some exceptions of the file system have the name of a file for their message, and the problem in their class. */
    private static @Nullable String why(Exception e) {
        if (!(e instanceof FileSystemException failure)) {
            return e.getMessage();
        }
        if (failure.getReason() != null) {
            return failure.getReason();
        }
        if (e instanceof FileAlreadyExistsException) {
            return failure.getFile() + " is there already";
        }
        if (e instanceof NoSuchFileException) {
            return failure.getFile() + " does not exist";
        }
        return e instanceof AccessDeniedException ? failure.getFile() + ": permission denied" : e.getMessage();
    }

    private static Reason reason(Exception e) {
        Reason byText = reasonOf(String.valueOf(e.getMessage()));
        if (byText == Reason.IO && e instanceof AccessDeniedException) {
            return Reason.PERMISSION_DENIED;
        }
        return byText;
    }

    /** Reason behind an error of the operating system, by the text that Java and Lance both quote. */
    static Reason reasonOf(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("disk quota exceeded") || lower.contains("storagefull")) {
            return Reason.DISK_FULL;
        }
        if (lower.contains("permission denied") || lower.contains("operation not permitted")) {
            return Reason.PERMISSION_DENIED;
        }
        if (lower.contains("read-only file system")) {
            return Reason.READ_ONLY;
        }
        return Reason.IO;
    }
}
