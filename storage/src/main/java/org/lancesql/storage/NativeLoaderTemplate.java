package org.lancesql.storage;

/**
 * Stands in for {@code org.lance.JniLoader}: {@link NativeLibrary} renames a copy of this class to that and defines it
 * before Lance asks for it. Loads what it is told to load instead of extracting the library again.
 */
public final class NativeLoaderTemplate {
    private NativeLoaderTemplate() {}

    /** Binds Lance's native methods. Must be called first. */
    public static void load(String library) {
        System.load(library);
        initLanceLogger();
    }

    /** What the rest of Lance calls. The library is loaded by then. */
    public static void ensureLoaded() {}

    static native void initLanceLogger();
}
