package org.lancesql.storage;

import java.security.SecureRandom;
import java.time.Instant;

/** Identifiers of 26 characters that sort by the millisecond of their creation (github.com/ulid/spec). */
public final class Ulid {
    /** Number of characters. */
    public static final int LENGTH = 26;

    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_LETTERS = 10;
    private static final char[] ALPHABET = LETTERS.toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ulid() {}

    /** A new identifier: 48 bits of time, 80 random bits. */
    public static String next() {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        char[] out = new char[LENGTH];
        encode(System.currentTimeMillis(), out, 0, TIME_LETTERS);
        encode(bits(random, 0), out, TIME_LETTERS, 8);
        encode(bits(random, 5), out, 18, 8);
        return new String(out);
    }

    /** Whether a text is an identifier. */
    public static boolean isValid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> LETTERS.indexOf(c) >= 0) && text.charAt(0) < '8';
    }

    /**
     * When an identifier was made, by the clock of the program that made it.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Instant instant(String ulid) {
        if (!isValid(ulid)) {
            throw new IllegalArgumentException("\"" + ulid + "\" is no ULID");
        }
        long millis = 0;
        for (int i = 0; i < TIME_LETTERS; i++) {
            millis = millis << 5 | LETTERS.indexOf(ulid.charAt(i));
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
            out[i] = ALPHABET[(int) (value & 31)];
            value >>>= 5;
        }
    }
}
