package org.lancesql.storage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.OutOfMemoryException;
import org.lancesql.storage.StorageException.Reason;

/** The only reader of Lance's message texts: all that tells one failure of Lance from another is in them. */
final class LanceErrors {
    /** Parts of messages, first match wins. {@code LanceSurfaceTest} makes Lance say each of them. */
    private static final List<Map.Entry<String, Reason>> TEXTS = List.of(
            Map.entry("retryable commit conflict", Reason.CONFLICT),
            Map.entry("incompatible transaction", Reason.CONFLICT),
            Map.entry("commit conflict for version", Reason.CONFLICT),
            Map.entry("too many concurrent writers", Reason.CONFLICT),
            Map.entry("append with different schema", Reason.CONFLICT),
            Map.entry("failed to encode json", Reason.INVALID_JSON),
            Map.entry("no space left", Reason.DISK_FULL),
            Map.entry("disk quota exceeded", Reason.DISK_FULL),
            Map.entry("permission denied", Reason.PERMISSION_DENIED),
            Map.entry("read-only file system", Reason.READ_ONLY),
            Map.entry("failure allocating buffer", Reason.OUT_OF_MEMORY),
            Map.entry("cannot be read by this version", Reason.NEWER_FORMAT),
            Map.entry("unknown lance storage version", Reason.NEWER_FORMAT),
            Map.entry("not found", Reason.DAMAGED),
            Map.entry("file size is too small", Reason.DAMAGED),
            Map.entry("invalid range", Reason.DAMAGED),
            Map.entry("invalid format", Reason.DAMAGED),
            Map.entry("invalid argument error", Reason.DAMAGED),
            Map.entry("corrupt", Reason.DAMAGED),
            Map.entry("decode", Reason.DAMAGED),
            Map.entry("unsupported", Reason.DAMAGED));

    private LanceErrors() {}

    /**
     * @param problem object and problem, without a full stop: "Table orders cannot be read"
     * @return the failure, or {@code e} itself if it is one already
     */
    static StorageException translate(String problem, Throwable e) {
        if (e instanceof StorageException already) {
            return already;
        }
        Reason reason = reason(e);
        String why = switch (reason) {
            case NEWER_FORMAT -> "a newer program wrote it (" + brief(e) + ")";
            case READ_ONLY -> "the file system is read-only";
            default -> brief(e);
        };
        return new StorageException(reason, problem + ": " + why + ".", e);
    }

    static Reason reason(Throwable e) {
        if (e instanceof OutOfMemoryException) {
            return Reason.OUT_OF_MEMORY;
        }
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Reason> known : TEXTS) {
            if (text.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return Reason.IO;
    }

    static boolean isConflict(Throwable e) {
        return reason(e) == Reason.CONFLICT;
    }

    /** The message on one line, without places in Lance's source. */
    private static String brief(Throwable e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.replaceFirst("^\\[errno \\d+\\] CDataJniException\\{errno=\\d+, message=", "")
                .replaceAll(",? /[\\w./-]+\\.rs:\\d+:\\d+", "")
                .replaceAll("\\s+", " ")
                .replaceAll("[.}\\s]+$", "");
    }
}
