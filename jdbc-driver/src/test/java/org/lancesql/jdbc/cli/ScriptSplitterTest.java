package org.lancesql.jdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptSplitterTest {
    @Test
    void semicolonsInLiteralsNamesAndCommentsDoNotCut() {
        assertThat(ScriptSplitter.split("a ';' \";\" 'it''s;' -- x;y\n /* ; */ b;"))
                .containsExactly("a ';' \";\" 'it''s;' -- x;y\n /* ; */ b");
    }

    @Test
    void blankStatementsAreLeftOut() {
        assertThat(ScriptSplitter.split(";; -- only a comment\n; /* and another */ ;"))
                .isEmpty();
    }

    @Test
    void statementsStayOnTheirLinesAndColumns() {
        assertThat(ScriptSplitter.split("one;\n  two; three")).containsExactly("one", "    \n  two", "\n       three");
    }
}
