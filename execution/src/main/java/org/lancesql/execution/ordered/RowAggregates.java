package org.lancesql.execution.ordered;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;

/** The aggregate functions whose rows are seen one by one. */
public final class RowAggregates {
    private RowAggregates() {}

    /** The values of the only argument as a list; null for no rows. */
    public static RowAggregate list(boolean ignoreNulls) {
        return new Values() {
            @Override
            public void add(@Nullable Object[] arguments) {
                if (!ignoreNulls || arguments[0] != null) {
                    values.add(arguments[0]);
                }
            }

            @Override
            public @Nullable Object end() {
                return values.isEmpty() ? null : values;
            }
        };
    }

    /** The values of the only argument as a list, nulls too; an empty one for no rows. */
    public static RowAggregate allValues() {
        return new Values() {
            @Override
            public void add(@Nullable Object[] arguments) {
                values.add(arguments[0]);
            }

            @Override
            public Object end() {
                return values;
            }
        };
    }

    /**
     * All rows as a list of structs; an empty one for no rows.
     *
     * @param names of the members, one for each argument
     */
    public static RowAggregate rows(List<String> names) {
        return new Values() {
            @Override
            public void add(@Nullable Object[] arguments) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 0; i < arguments.length; i++) {
                    row.put(names.get(i), arguments[i]);
                }
                values.add(row);
            }

            @Override
            public Object end() {
                return values;
            }
        };
    }

    /** The lists of the only argument one after the other; null for none. */
    public static RowAggregate concatenatedLists() {
        return new Values() {
            private boolean seen;

            @Override
            public void begin() {
                super.begin();
                seen = false;
            }

            @Override
            public void add(@Nullable Object[] arguments) {
                if (arguments[0] instanceof List<?> list) {
                    seen = true;
                    values.addAll(list);
                }
            }

            @Override
            public @Nullable Object end() {
                return seen ? values : null;
            }
        };
    }

    /** The texts of the first argument, between them that of the second, if there is one, else a comma; null for none. */
    public static RowAggregate joinedTexts() {
        return new RowAggregate() {
            private @Nullable StringBuilder text;

            @Override
            public void begin() {
                text = null;
            }

            @Override
            public void add(@Nullable Object[] arguments) {
                if (arguments[0] == null) {
                    return;
                }
                if (text == null) {
                    text = new StringBuilder();
                } else if (arguments.length == 1) {
                    text.append(',');
                } else if (arguments[1] != null) {
                    text.append(arguments[1]);
                }
                text.append(arguments[0]);
            }

            @Override
            public @Nullable Object end() {
                return text == null ? null : text.toString();
            }
        };
    }

    /**
     * The number at a fraction of the numbers, which come in order, interpolated between two neighbours (SQL:2016, part 2,
     * 10.9). Arguments: number and fraction, both doubles.
     */
    public static RowAggregate continuousPercentile() {
        return new Percentile() {
            @Override
            public @Nullable Object end() {
                if (values.isEmpty()) {
                    return null;
                }
                double position = fraction * (values.size() - 1);
                int below = (int) Math.floor(position);
                double low = number(below);
                double share = position - below;
                return share == 0 ? low : low + (number(below + 1) - low) * share;
            }

            private double number(int index) {
                return ((Number) values.get(index)).doubleValue();
            }
        };
    }

    /**
     * The first value, of those that come in order, whose share reaches a fraction (SQL:2016, part 2, 10.9). Arguments:
     * value, and fraction, a double.
     */
    public static RowAggregate discretePercentile() {
        return new Percentile() {
            @Override
            public @Nullable Object end() {
                return values.isEmpty() ? null : values.get(Math.max(1, (int) Math.ceil(fraction * values.size())) - 1);
            }
        };
    }

    /** The most frequent value, of those that come in order; of several the first. */
    public static RowAggregate mostFrequent() {
        return new RowAggregate() {
            private @Nullable Object best;
            private long bestCount;
            private @Nullable Object current;
            private long count;

            @Override
            public void begin() {
                best = null;
                bestCount = 0;
                current = null;
                count = 0;
            }

            @Override
            public void add(@Nullable Object[] arguments) {
                Object value = arguments[0];
                if (value == null) {
                    return;
                }
                count = value.equals(current) ? count + 1 : 1;
                current = value;
                if (count > bestCount) {
                    best = current;
                    bestCount = count;
                }
            }

            @Override
            public @Nullable Object end() {
                return best;
            }
        };
    }

    /** The only value, a null too; null for no rows, an error for more than one. */
    public static RowAggregate onlyValue() {
        return new RowAggregate() {
            private @Nullable Object value;
            private boolean seen;

            @Override
            public void begin() {
                value = null;
                seen = false;
            }

            @Override
            public void add(@Nullable Object[] arguments) {
                if (seen) {
                    throw new EvaluationException(
                            Reason.MORE_THAN_ONE_ROW, "A sub-query used as a value returned more than one row");
                }
                seen = true;
                value = arguments[0];
            }

            @Override
            public @Nullable Object end() {
                return value;
            }
        };
    }

    /** How many rows have no null among the arguments. */
    public static RowAggregate count() {
        return new RowAggregate() {
            private long count;

            @Override
            public void begin() {
                count = 0;
            }

            @Override
            public void add(@Nullable Object[] arguments) {
                for (Object argument : arguments) {
                    if (argument == null) {
                        return;
                    }
                }
                count++;
            }

            @Override
            public @Nullable Object end() {
                return count;
            }
        };
    }

    /** Integers combined bit by bit; null for none. */
    public static RowAggregate bits(LongBinaryOperator operator) {
        return fold((left, right) -> operator.applyAsLong(((Number) left).longValue(), ((Number) right).longValue()));
    }

    /** The first of the values that are not null. */
    public static RowAggregate first() {
        return fold((left, right) -> left);
    }

    /** The last of the values that are not null. */
    public static RowAggregate last() {
        return fold((left, right) -> right);
    }

    /**
     * The sum of numbers of the type of the result: decimals, integers of 64 bits or floating-point numbers of 64 bits.
     *
     * @param zeroForNone whether the sum of no values is zero; else it is null
     */
    public static RowAggregate sum(Field result, boolean zeroForNone) {
        RowAggregate sum = fold(RowAggregates::plus);
        return new RowAggregate() {
            @Override
            public void begin() {
                sum.begin();
            }

            @Override
            public void add(@Nullable Object[] arguments) {
                sum.add(arguments);
            }

            @Override
            public @Nullable Object end() {
                Object value = sum.end();
                if (value instanceof BigDecimal decimal
                        && decimal.precision() > ((ArrowType.Decimal) result.getType()).getPrecision()) {
                    throw new EvaluationException(
                            Reason.NUMERIC_OUT_OF_RANGE, "A sum does not fit " + result.getType());
                }
                return value == null && zeroForNone ? zero(result) : value;
            }
        };
    }

    private static Object zero(Field result) {
        return switch (result.getType().getTypeID()) {
            case Decimal -> BigDecimal.ZERO;
            case Int -> 0L;
            default -> 0.0;
        };
    }

    private static Object plus(Object left, Object right) {
        if (left instanceof BigDecimal decimal) {
            return decimal.add((BigDecimal) right);
        } else if (left instanceof Double number) {
            return number + (Double) right;
        }
        try {
            return Math.addExact((Long) left, (Long) right);
        } catch (ArithmeticException e) {
            throw new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "A sum does not fit BIGINT", e);
        }
    }

    /** What is asked of pairs of numbers, or of single ones; X is the second of a pair, Y the first (SQL:2016, part 2, 10.9). */
    public enum Statistic {
        VAR_POP,
        VAR_SAMP,
        STDDEV_POP,
        STDDEV_SAMP,
        COVAR_POP,
        COVAR_SAMP,
        CORR,
        REGR_AVGX,
        REGR_AVGY,
        REGR_INTERCEPT,
        REGR_R2,
        REGR_SLOPE,
        REGR_SXX,
        REGR_SXY,
        REGR_SYY
    }

    /** A statistic of numbers of any type, as a double; null where there are too few for it. */
    public static RowAggregate statistic(Statistic statistic) {
        return new Moments(statistic);
    }

    private static RowAggregate fold(BinaryOperator<Object> operator) {
        return new RowAggregate() {
            private @Nullable Object state;

            @Override
            public void begin() {
                state = null;
            }

            @Override
            public void add(@Nullable Object[] arguments) {
                Object value = arguments[0];
                if (value != null) {
                    state = state == null ? value : operator.apply(state, value);
                }
            }

            @Override
            public @Nullable Object end() {
                return state;
            }
        };
    }

    private abstract static class Values implements RowAggregate {
        List<@Nullable Object> values = new ArrayList<>();

        @Override
        public void begin() {
            values = new ArrayList<>();
        }
    }

    private abstract static class Percentile extends Values {
        double fraction;

        @Override
        public void add(@Nullable Object[] arguments) {
            if (arguments[0] != null && arguments[1] != null) {
                values.add(arguments[0]);
                fraction = (Double) arguments[1];
            }
        }
    }
}
