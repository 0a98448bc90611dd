package org.lancesql.storage;

import java.security.SecureRandom;
import java.time.Instant;

/** Identifiers of 26 characters that sort by the millisecond of their creation (github.com/ulid/spec). */
public final class Ulid {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int TIME_DIGITS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ulid() {}

    /** A new identifier: 48 bits of time, 80 random bits. */
    public static String next() {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        char[] out = new char[LENGTH];
        encode(System.currentTimeMillis(), out, 0, TIME_DIGITS);
        encode(bits(random, 0), out, TIME_DIGITS, 8);
        encode(bits(random, 5), out, 18, 8);
        return new String(out);
    }

    /**
     * When an identifier was made.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Instant instant(String id) {
        if (id.length() != LENGTH) {
            throw new IllegalArgumentException("\"" + id + "\" is no ULID");
        }
        long millis = 0;
        for (int i = 0; i < TIME_DIGITS; i++) {
            int digit = ALPHABET.indexOf(id.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("\"" + id + "\" is no ULID");
            }
            millis = millis << 5 | digit;
        }
        return Instant.ofEpochMilli(millis);
    }

    private static long bits(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + 5; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    private static void encode(long value, char[] out, int from, int length) {
        for (int i = from + length - 1; i >= from; i--) {
            out[i] = ALPHABET.charAt((int) (value & 31));
            value >>>= 5;
        }
    }
}
