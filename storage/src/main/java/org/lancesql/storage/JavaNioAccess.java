package org.lancesql.storage;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;

/**
 * Opens {@code java.base/java.nio} to Arrow, which reads the address of direct buffers by reflection. A driver that is
 * dropped into somebody's tool cannot ask for JVM flags, so it does this itself, before the first Arrow class loads.
 */
final class JavaNioAccess {
    private static final String FLAG = "--add-opens=java.base/java.nio=ALL-UNNAMED";

    private JavaNioAccess() {}

    /** @throws IllegalStateException naming the flag to set, when this JVM does not let itself be opened */
    static void open() {
        Module base = Buffer.class.getModule();
        if (base.isOpen("java.nio", JavaNioAccess.class.getModule())) {
            return;
        }
        try {
            MethodHandle addOpens = trustedLookup()
                    .findVirtual(
                            Module.class, "implAddOpensToAllUnnamed", MethodType.methodType(void.class, String.class));
            addOpens.invoke(base, "java.nio");
        } catch (Throwable e) {
            throw new IllegalStateException("Arrow needs access to java.nio; start the JVM with " + FLAG, e);
        }
    }

    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Field theUnsafe = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        theUnsafe.setAccessible(true);
        sun.misc.Unsafe unsafe = (sun.misc.Unsafe) theUnsafe.get(null);
        Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        @SuppressWarnings("deprecation") // the only way in that JDK 17 to 25 share
        Object lookup = unsafe.getObject(unsafe.staticFieldBase(trusted), unsafe.staticFieldOffset(trusted));
        return (MethodHandles.Lookup) lookup;
    }
}
