package org.lancesql.mutation.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.mutation.session.ScriptStep.Boundary;
import org.lancesql.mutation.session.ScriptStep.Change;
import org.lancesql.mutation.session.ScriptStep.Return;
import org.lancesql.mutation.session.ScriptStep.Rule;
import org.lancesql.mutation.session.ScriptStep.Save;

class MixedMutationTest {
    private static final Mutation INSERT = new Mutation(MutationKind.ADD, "INSERT", "INSERT INTO t\n  VALUES (1)");
    private static final Mutation UPDATE = new Mutation(MutationKind.ADD, "UPDATE", "UPDATE t SET n = 1");
    private static final Mutation DELETE = new Mutation(MutationKind.REMOVE, "DELETE", "DELETE FROM t");
    private static final Mutation TRUNCATE = new Mutation(MutationKind.REMOVE, "TRUNCATE", "TRUNCATE TABLE t");
    private static final Mutation MERGE = new Mutation(MutationKind.MIXED, "MERGE", "MERGE INTO t USING u ON ...");
    private static final Mutation OVERWRITE = new Mutation(MutationKind.REPLACE, "INSERT", "INSERT OVERWRITE t ...");

    private static void check(boolean mixedAllowed, ScriptStep... steps) {
        new ScriptRule(MutationUnit.EMPTY, Map.of(), mixedAllowed).check(List.of(steps));
    }

    private static ScriptStep change(Mutation mutation) {
        return new Change(mutation);
    }

    @Test
    void statementsOfOneKindDoNotMix() {
        assertThatCode(() -> check(false, change(INSERT), change(UPDATE), change(INSERT)))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(false, change(DELETE), change(TRUNCATE))).doesNotThrowAnyException();
        assertThatCode(() -> check(false, change(OVERWRITE))).doesNotThrowAnyException();
    }

    @Test
    void mixNamesBothStatementsAndTheRemedies() {
        assertThatThrownBy(() -> check(false, change(INSERT), change(UPDATE), change(DELETE)))
                .isInstanceOf(MixedMutationException.class)
                .hasMessageContainingAll(
                        "\"DELETE FROM t\" removes rows",
                        "\"INSERT INTO t VALUES (1)\" adds or changes rows",
                        "split the unit",
                        "SET mixedMutations = allow");
    }

    @Test
    void longTextsAreShortened() {
        Mutation wide =
                new Mutation(MutationKind.ADD, "INSERT", "INSERT INTO t VALUES (" + "1, ".repeat(1_000_000) + "1)");
        assertThatThrownBy(() -> check(false, change(DELETE), change(wide)))
                .isInstanceOf(MixedMutationException.class)
                .satisfies(e -> org.assertj.core.api.Assertions.assertThat(e.getMessage())
                        .hasSizeLessThan(600))
                .hasMessageContaining("...\" adds or changes rows");
    }

    @Test
    void statementThatDoesBothIsRefusedAlone() {
        assertThatThrownBy(() -> check(false, change(MERGE)))
                .isInstanceOf(MixedMutationException.class)
                .hasMessageContaining("both changes and removes rows");
    }

    @Test
    void replacingAllRowsMixesWithNothing() {
        assertThatThrownBy(() -> check(false, change(OVERWRITE), change(INSERT)))
                .isInstanceOf(MixedMutationException.class);
        assertThatThrownBy(() -> check(false, change(DELETE), change(OVERWRITE)))
                .isInstanceOf(MixedMutationException.class);
    }

    @ParameterizedTest
    @EnumSource(MutationKind.class)
    void everythingMixesWhereItIsAllowed(MutationKind kind) {
        Mutation statement = new Mutation(kind, "STATEMENT", "text");
        assertThatCode(() -> check(true, change(INSERT), change(DELETE), change(statement)))
                .doesNotThrowAnyException();
    }

    @Test
    void ruleCountsFromWhereItIsSet() {
        assertThatCode(() -> check(false, change(INSERT), new Rule(true), change(DELETE)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(true, change(INSERT), change(DELETE), new Rule(false), change(INSERT)))
                .isInstanceOf(MixedMutationException.class);
    }

    @Test
    void boundaryDividesAScriptIntoUnits() {
        assertThatCode(() -> check(false, change(INSERT), new Boundary(), change(DELETE)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(false, new Boundary(), change(INSERT), change(DELETE)))
                .isInstanceOf(MixedMutationException.class);
    }

    @Test
    void returnToASavepointRestoresTheKinds() {
        assertThatCode(() -> check(false, new Save("a"), change(INSERT), new Return("A"), change(DELETE)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(false, change(INSERT), new Save("a"), new Return("a"), change(DELETE)))
                .isInstanceOf(MixedMutationException.class);
    }
}
