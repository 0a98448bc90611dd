package org.lancesql.execution.aggregate;

/** Which of the values of a group is kept. */
enum Extreme {
    LEAST,
    GREATEST,
    FIRST;

    /** Whether a value takes the place of the one that is kept, by how the two compare. */
    boolean prefers(int comparison) {
        return switch (this) {
            case LEAST -> comparison < 0;
            case GREATEST -> comparison > 0;
            case FIRST -> false;
        };
    }
}
