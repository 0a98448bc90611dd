package org.lancesql.storage;

import java.security.SecureRandom;

/** Identifiers of 26 characters that sort by the millisecond of their creation (github.com/ulid/spec). */
public final class Ulid {
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ulid() {}

    /** A new identifier: 48 bits of time, 80 random bits. */
    public static String next() {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        char[] out = new char[26];
        encode(System.currentTimeMillis(), out, 0, 10);
        encode(bits(random, 0), out, 10, 8);
        encode(bits(random, 5), out, 18, 8);
        return new String(out);
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
            out[i] = ALPHABET[(int) (value & 31)];
            value >>>= 5;
        }
    }
}
