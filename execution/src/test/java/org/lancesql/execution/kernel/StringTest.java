package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.TestMemory;

class StringTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void likeMatchesCodePoints() {
        for (int round = 0; round < 20; round++) {
            KernelCheck check = new KernelCheck(memory).drawing(shortText());
            check.strict(ScalarFunction.LIKE, BOOL, List.of(TEXT, TEXT), row -> like(row, 0));
        }
        int folding = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        KernelCheck check = new KernelCheck(memory).drawing(shortText());
        check.strict(ScalarFunction.ILIKE, BOOL, List.of(TEXT, TEXT), row -> like(row, folding));
        check.large(ScalarFunction.LIKE, BOOL, List.of(TEXT, TEXT), row -> like(row, 0));
    }

    private static Function<Random, Object> shortText() {
        return random -> {
            int[] points = "aab%_éÉ😀".codePoints().toArray();
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            return text.toString();
        };
    }

    @Test
    void escapeMakesSignsLiteral() {
        List<String> escapes = List.of("a", "%", "_", "é", "", "ab");
        new KernelCheck(memory)
                .drawing(random ->
                        random.nextInt(3) > 0 ? shortText().apply(random) : escapes.get(random.nextInt(escapes.size())))
                .strict(ScalarFunction.LIKE, BOOL, List.of(TEXT, TEXT, TEXT), row -> like(row, 0));
    }

    /** LIKE by way of a regular expression. */
    private static Object like(Object[] row, int flags) {
        int[] pattern = ((String) row[1]).codePoints().toArray();
        int escape = -1;
        if (row.length == 3) {
            String text = (String) row[2];
            if (text.codePointCount(0, text.length()) != 1) {
                throw new EvaluationException(Reason.INVALID_ARGUMENT, "");
            }
            escape = text.codePointAt(0);
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i] == escape) {
                i++;
                if (i == pattern.length || pattern[i] != '%' && pattern[i] != '_' && pattern[i] != escape) {
                    throw new EvaluationException(Reason.INVALID_ARGUMENT, "");
                }
                regex.append(Pattern.quote(Character.toString(pattern[i])));
            } else {
                regex.append(
                        switch (pattern[i]) {
                            case '%' -> ".*";
                            case '_' -> ".";
                            default -> Pattern.quote(Character.toString(pattern[i]));
                        });
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | flags)
                .matcher((String) row[0])
                .matches();
    }

    @Test
    void functionsCountCodePoints() {
        check(ScalarFunction.CHAR_LENGTH, INT32, List.of(TEXT), row -> points((String) row[0]).length);
        check(ScalarFunction.UPPER, TEXT, List.of(TEXT), row -> ((String) row[0]).toUpperCase(Locale.ROOT));
        check(ScalarFunction.LOWER, TEXT, List.of(TEXT), row -> ((String) row[0]).toLowerCase(Locale.ROOT));
        check(ScalarFunction.CONCAT, TEXT, List.of(TEXT, TEXT, TEXT), row -> "" + row[0] + row[1] + row[2]);
        check(
                ScalarFunction.REPLACE,
                TEXT,
                List.of(TEXT, TEXT, TEXT),
                row -> ((String) row[1]).isEmpty()
                        ? row[0]
                        : ((String) row[0]).replace((String) row[1], (String) row[2]));
        check(ScalarFunction.POSITION, INT64, List.of(TEXT, TEXT), row -> {
            int index = ((String) row[1]).indexOf((String) row[0]);
            return index < 0 ? 0L : (long) ((String) row[1]).codePointCount(0, index) + 1;
        });
    }

    @Test
    void substringCountsPositionsBeforeTheText() {
        check(
                ScalarFunction.SUBSTRING,
                TEXT,
                List.of(TEXT, INT32),
                row -> substring((String) row[0], (Integer) row[1], Long.MAX_VALUE));
        check(
                ScalarFunction.SUBSTRING,
                TEXT,
                List.of(TEXT, INT64, INT64),
                row -> substring((String) row[0], (Long) row[1], (Long) row[2]));
    }

    @Test
    void substringOfAConstantPlaceCountsCharactersOfSeveralBytes() {
        for (int round = 0; round < 30; round++) {
            new KernelCheck(memory)
                    .drawing((field, random) -> field == TEXT
                            ? (random.nextBoolean() ? shortText().apply(random) : "13-715-945-6730")
                            : (Object) (long) (random.nextInt(12) - 1))
                    .constants(
                            ScalarFunction.SUBSTRING,
                            TEXT,
                            List.of(TEXT, INT64, INT64),
                            row -> Arrays.asList(row).contains(null)
                                    ? null
                                    : substring((String) row[0], (Long) row[1], (Long) row[2]));
        }
    }

    private static String substring(String text, long first, long length) {
        if (length < 0) {
            throw new EvaluationException(Reason.INVALID_ARGUMENT, "");
        }
        StringBuilder result = new StringBuilder();
        int[] points = points(text);
        for (int i = 0; i < points.length; i++) {
            long position = i + 1;
            boolean before = BigInteger.valueOf(position)
                            .compareTo(BigInteger.valueOf(first).add(BigInteger.valueOf(length)))
                    < 0;
            if (position >= first && before) {
                result.appendCodePoint(points[i]);
            }
        }
        return result.toString();
    }

    @Test
    void repeatedTextsStayBelowTheirLimit() {
        for (boolean extremes : List.of(false, true)) {
            List<Long> times =
                    extremes ? List.of(0L, 3L, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE) : List.of(-1L, 0L, 1L, 7L);
            new KernelCheck(memory)
                    .drawing((field, random) -> field == TEXT
                            ? (Object) shortText().apply(random)
                            : times.get(random.nextInt(times.size())))
                    .strict(
                            ScalarFunction.REPEAT,
                            TEXT,
                            List.of(TEXT, INT64),
                            row -> repeat((String) row[0], (Long) row[1]));
        }
    }

    private static String repeat(String text, long times) {
        if (text.isEmpty() || times <= 0) {
            return "";
        }
        if (times > 1_000_000) {
            throw new EvaluationException(Reason.INVALID_ARGUMENT, "");
        }
        return text.repeat((int) times);
    }

    @Test
    void trimRemovesASetOfCharacters() {
        for (ScalarFunction function : List.of(ScalarFunction.TRIM, ScalarFunction.LTRIM, ScalarFunction.RTRIM)) {
            check(function, TEXT, List.of(TEXT), row -> trim(function, (String) row[0], " "));
            check(function, TEXT, List.of(TEXT, TEXT), row -> trim(function, (String) row[0], (String) row[1]));
        }
    }

    private static String trim(ScalarFunction function, String text, String characters) {
        int[] points = points(text);
        int start = 0;
        int end = points.length;
        while (function != ScalarFunction.RTRIM && start < end && characters.indexOf(points[start]) >= 0) {
            start++;
        }
        while (function != ScalarFunction.LTRIM && start < end && characters.indexOf(points[end - 1]) >= 0) {
            end--;
        }
        return new String(points, start, end - start);
    }

    @Test
    void patternsMatchAsWritten() {
        assertThat(matches("forest green", "%green%")).isTrue();
        assertThat(matches("special packed requests", "%special%requests%")).isTrue();
        assertThat(matches("requests special", "%special%requests%")).isFalse();
        assertThat(matches("a", "a%a")).isFalse();
        assertThat(matches("", "%")).isTrue();
        assertThat(matches("", "_")).isFalse();
        assertThat(matches("😀", "_")).isTrue();
    }

    private boolean matches(String text, String pattern) {
        try (var buffer = memory.allocator().buffer(64)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            buffer.setBytes(0, bytes);
            return LikePattern.compile(pattern, null, false).matches(buffer.memoryAddress(), bytes.length);
        }
    }

    private static int[] points(String text) {
        return text.codePoints().toArray();
    }

    private void check(
            ScalarFunction function, Field result, List<Field> arguments, Function<Object[], Object> reference) {
        new KernelCheck(memory).strict(function, result, arguments, reference);
    }
}
