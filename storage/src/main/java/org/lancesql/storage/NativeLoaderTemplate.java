package org.lancesql.storage;

import io.questdb.jar.jni.JarJniLoader;

/**
 * Stands in for {@code org.lance.JniLoader}: {@link NativeLibrary} renames a copy of this class to that and defines it
 * before Lance asks for it. Loads what it is told to load instead of extracting the library again.
 */
public final class NativeLoaderTemplate {
    private NativeLoaderTemplate() {}

    /** Binds Lance's native methods; extracts the library as Lance does if that file cannot be used. */
    public static void load(String library) {
        try {
            System.load(library);
        } catch (UnsatisfiedLinkError e) {
            // Code must not run from the cache's file system, or another class loader has this file.
            JarJniLoader.loadLib(NativeLoaderTemplate.class, "/nativelib", "lance_jni");
        }
        initLanceLogger();
    }

    /** What the rest of Lance calls. The library is loaded by then. */
    public static void ensureLoaded() {}

    static native void initLanceLogger();
}
