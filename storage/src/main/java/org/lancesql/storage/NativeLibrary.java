package org.lancesql.storage;

import io.questdb.jar.jni.Platform;
import io.questdb.jar.jni.PlatformConventions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads Lance's native library from a cache directory of the user.
 *
 * <p>Lance itself extracts 181 MB to a new temporary file in each JVM, which takes about a second (starting costs 1.1 s so, 0.13 s from the cache) and leaves the file
 * behind when the JVM is killed. Here it is extracted once, into {@code $XDG_CACHE_HOME/lancesql} or {@code
 * ~/.cache/lancesql}, under its size and checksum, and checked against both at each start. Lance's own loader is kept
 * from running by defining a class of its name first. Whatever goes wrong on the way, Lance's own way of loading
 * remains.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String LOADER = "org/lance/JniLoader";

    private NativeLibrary() {}

    static void load() {
        try {
            Path library = cached();
            if (library != null) {
                defineLoader().getMethod("load", String.class).invoke(null, library.toString());
            }
        } catch (IOException | ReflectiveOperationException | LinkageError e) {
            LOG.debug("native library not loaded from the cache, Lance extracts it", e);
        }
    }

    /** The library's file, extracted if need be; null when the library does not come in a jar. */
    private static @Nullable Path cached() throws IOException {
        String name = "/nativelib/" + Platform.RESOURCE_PREFIX + "/" + PlatformConventions.LIB_PREFIX + "lance_jni"
                + PlatformConventions.LIB_SUFFIX;
        URL resource = Dataset.class.getResource(name);
        if (resource == null || !(resource.openConnection() instanceof JarURLConnection connection)) {
            return null;
        }
        JarEntry entry = connection.getJarEntry();
        Path directory = cacheDirectory().resolve(String.format("%08x-%d", entry.getCrc(), entry.getSize()));
        Path file = directory.resolve(name.substring(name.lastIndexOf('/') + 1));
        if (matches(file, entry)) {
            return file;
        }
        createPrivate(directory);
        Path temporary = Files.createTempFile(directory, "extract", ".tmp");
        try {
            try (InputStream in = connection.getInputStream()) {
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!matches(temporary, entry)) {
                throw new IOException(resource + " is damaged: its checksum is wrong");
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return file;
    }

    private static Path cacheDirectory() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return base.resolve("lancesql").resolve("native");
    }

    /** Nobody but the user may write where native code is loaded from. */
    private static void createPrivate(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    private static boolean matches(Path file, JarEntry entry) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
            return false;
        }
        CRC32 checksum = new CRC32();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            checksum.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
        return checksum.getValue() == entry.getCrc();
    }

    /** Defines {@link NativeLoaderTemplate} as Lance's loader, next to Lance's classes. */
    private static Class<?> defineLoader() throws IOException, ReflectiveOperationException {
        String template = NativeLoaderTemplate.class.getName().replace('.', '/');
        byte[] bytes;
        try (InputStream in = NativeLoaderTemplate.class.getResourceAsStream("NativeLoaderTemplate.class")) {
            if (in == null) {
                throw new IOException("NativeLoaderTemplate.class is missing");
            }
            bytes = renamed(in.readAllBytes(), constant(template), constant(LOADER));
        }
        // A class of Lance's package that does not need the library.
        Class<?> neighbour = Class.forName("org.lance.LockManager", false, Dataset.class.getClassLoader());
        return MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup()).defineClass(bytes);
    }

    /** A string as the constant pool of a class file holds it: its length in two bytes, then its bytes. */
    private static byte[] constant(String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        byte[] constant = new byte[text.length + 2];
        constant[0] = (byte) (text.length >> 8);
        constant[1] = (byte) text.length;
        System.arraycopy(text, 0, constant, 2, text.length);
        return constant;
    }

    private static byte[] renamed(byte[] classFile, byte[] from, byte[] to) throws IOException {
        for (int i = 0; i + from.length <= classFile.length; i++) {
            if (Arrays.equals(classFile, i, i + from.length, from, 0, from.length)) {
                byte[] renamed = Arrays.copyOf(classFile, classFile.length - from.length + to.length);
                System.arraycopy(to, 0, renamed, i, to.length);
                System.arraycopy(
                        classFile, i + from.length, renamed, i + to.length, classFile.length - i - from.length);
                return renamed;
            }
        }
        throw new IOException("class file does not name its class");
    }
}
