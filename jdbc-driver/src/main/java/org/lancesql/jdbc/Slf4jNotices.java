package org.lancesql.jdbc;

/** Keeps slf4j from printing that it found no provider to log with, which is no trouble to a user of the driver. */
public final class Slf4jNotices {
    private static final String VERBOSITY = "slf4j.internal.verbosity";
    private static final String PROVIDER = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

    private Slf4jNotices() {}

    /** To be called before the first logger is made. */
    public static void silenceWithoutProvider() {
        ClassLoader loader = Slf4jNotices.class.getClassLoader();
        boolean hasProvider = System.getProperty("slf4j.provider") != null
                || (loader == null
                        ? ClassLoader.getSystemResource(PROVIDER) != null
                        : loader.getResource(PROVIDER) != null);
        if (!hasProvider && System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "ERROR");
        }
    }
}
