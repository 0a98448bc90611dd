package org.lancesql.storage;

/**
 * Texts as configuration values. Lance's Java binding garbles characters outside the basic plane and zeros on their way
 * in; they are written as {@code \}{@code uXXXX}, and backslashes doubled.
 */
final class ConfigText {
    private static final int HEX_DIGITS = 4;

    private ConfigText() {}

    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                out.append("\\\\");
            } else if (c == 0 || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static String decode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
            } else if (text.charAt(i + 1) == 'u' && i + 1 + HEX_DIGITS < text.length()) {
                out.append((char) Integer.parseInt(text.substring(i + 2, i + 2 + HEX_DIGITS), 16));
                i += 1 + HEX_DIGITS;
            } else {
                out.append(text.charAt(i + 1));
                i++;
            }
        }
        return out.toString();
    }
}
