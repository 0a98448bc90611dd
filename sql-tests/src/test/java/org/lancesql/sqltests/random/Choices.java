package org.lancesql.sqltests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The choices that a random query is made of. They are drawn from a seed, or given; what is made from a shorter list, or
 * from smaller numbers, is simpler, because the first choice is the simplest everywhere. So a query is made smaller without
 * knowledge of its syntax, see {@link Reduction}.
 */
public final class Choices {
    private final Random random;
    private final List<Integer> given;
    private final boolean isDrawn;
    private final List<Integer> made = new ArrayList<>();

    private Choices(Random random, List<Integer> given, boolean isDrawn) {
        this.random = random;
        this.given = given;
        this.isDrawn = isDrawn;
    }

    /** New choices. */
    public static Choices drawn(long seed) {
        return new Choices(new Random(seed), List.of(), true);
    }

    /** These choices; those behind the last of them are the first ones. */
    static Choices given(List<Integer> choices) {
        return new Choices(new Random(0), List.copyOf(choices), false);
    }

    /** What was chosen so far. */
    List<Integer> made() {
        return List.copyOf(made);
    }

    /** A number from 0 to one below the bound. */
    public int below(int bound) {
        int place = made.size();
        int choice = isDrawn ? random.nextInt(bound) : place < given.size() ? Math.min(given.get(place), bound - 1) : 0;
        made.add(choice);
        return choice;
    }

    /** True once in so many times; false is the simpler choice. */
    public boolean once(int inTimes) {
        return below(inTimes) == inTimes - 1;
    }

    /** One of these, the simplest first. */
    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    /** One of these, the simplest first. */
    public <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
