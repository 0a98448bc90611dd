package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.List;

/** A row of the model. A row that is changed gives way to another one; two rows with equal values are still two. */
final class ModelRow {
    private final Long id;
    private final Integer number;
    private final String text;
    private final Integer extra;

    /** @param extra value of the column that comes and goes */
    ModelRow(Long id, Integer number, String text, Integer extra) {
        this.id = id;
        this.number = number;
        this.text = text;
        this.extra = extra;
    }

    Long id() {
        return id;
    }

    Integer number() {
        return number;
    }

    String text() {
        return text;
    }

    Integer extra() {
        return extra;
    }

    ModelRow withId(Long newId) {
        return new ModelRow(newId, number, text, extra);
    }

    ModelRow withNumber(Integer newNumber) {
        return new ModelRow(id, newNumber, text, extra);
    }

    ModelRow withText(String newText) {
        return new ModelRow(id, number, newText, extra);
    }

    ModelRow withExtra(Integer newExtra) {
        return new ModelRow(id, number, text, newExtra);
    }

    /** The values of {@code id, n, s} and, where the table has it, {@code x}. */
    List<Object> values(boolean hasExtra) {
        List<Object> values = new ArrayList<>();
        values.add(id);
        values.add(number);
        values.add(text);
        if (hasExtra) {
            values.add(extra);
        }
        return values;
    }
}
