package org.lancesql.calcite.plan;

import java.nio.charset.Charset;
import java.text.CollationKey;
import java.text.Collator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.util.NlsString;

/**
 * Orders constants of text by code points, as the bytes of UTF-8 are ordered. The collation has the name of the one that
 * types have, so that it differs from it by the order alone; types keep theirs, because generated code cannot name this one.
 */
final class CodePointOrder extends SqlCollation {
    private static final long serialVersionUID = 1L;

    private static final CodePointOrder INSTANCE = new CodePointOrder();

    private CodePointOrder() {
        super(SqlCollation.IMPLICIT.getCollationName(), Coercibility.IMPLICIT);
    }

    /** The text with this order. */
    static NlsString of(NlsString text, RelDataType type) {
        Charset charset = type.getCharset();
        return text.getCollation() instanceof CodePointOrder || charset == null
                ? text
                : new NlsString(text.getValue(), charset.name(), INSTANCE);
    }

    @Override
    public Collator getCollator() {
        return new ByCodePoint();
    }

    /** Code units agree with code points but for surrogates, which stand for what is above all other characters. */
    private static final class ByCodePoint extends Collator {
        @Override
        public int compare(String left, String right) {
            int length = Math.min(left.length(), right.length());
            for (int i = 0; i < length; i++) {
                char a = left.charAt(i);
                char b = right.charAt(i);
                if (a != b) {
                    return Character.isSurrogate(a) == Character.isSurrogate(b)
                            ? Character.compare(a, b)
                            : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
                }
            }
            return Integer.compare(left.length(), right.length());
        }

        @Override
        public CollationKey getCollationKey(String text) {
            throw new UnsupportedOperationException("Texts are compared without keys");
        }

        @Override
        public int hashCode() {
            return ByCodePoint.class.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByCodePoint;
        }
    }
}
