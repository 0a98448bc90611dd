package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.calcite.avatica.Meta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {
    @ParameterizedTest
    @CsvSource({
        "%, anything, true",
        "ord%, orders, true",
        "ORD%, orders, true",
        "ord_, order, false",
        "order_, orders, true",
        "a\\_b, a_b, true",
        "a\\_b, axb, false",
        "a\\%, a%, true",
        "a\\\\b, a\\b, true",
        "a.b, axb, false",
        "(x), (x), true",
        "größe, GRÖSSE, false",
        "GRÖßE, größe, true"
    })
    void percentAndUnderscoreAreWildcardsUnlessEscaped(String pattern, String name, boolean matches) {
        assertThat(LikePattern.matching(Meta.Pat.of(pattern)).test(name)).isEqualTo(matches);
    }

    @Test
    void nullMatchesAll() {
        assertThat(LikePattern.matching(Meta.Pat.of(null)).test("any")).isTrue();
    }
}
