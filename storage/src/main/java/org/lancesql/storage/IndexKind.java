package org.lancesql.storage;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.index.scalar.BitmapIndexParams;
import org.lance.index.scalar.LabelListIndexParams;
import org.lance.index.scalar.NGramIndexParams;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.index.scalar.ZoneMapIndexParams;

/** Kinds of indexes that can be built on a column. */
public enum IndexKind {
    /** Sorted values: equality, IN, ranges, beginnings of texts, IS NULL. */
    BTREE("numbers, text, binary, booleans, dates, times and timestamps"),
    /** The rows of each value, for columns of few values: as BTREE. */
    BITMAP("numbers but floating-point ones, text, booleans, dates, times and timestamps"),
    /** Least and greatest value of each stretch of rows, for columns that are nearly sorted: as BTREE. */
    ZONEMAP("numbers, text, dates, times and timestamps"),
    /** The elements of lists. */
    LABEL_LIST("lists of text or integers"),
    /** Pieces of three characters: LIKE '%text%'. */
    NGRAM("text");

    private final String takes;

    IndexKind(String takes) {
        this.takes = takes;
    }

    /** The types of the columns that it can be built on, in words. */
    public String takes() {
        return takes;
    }

    /** Whether it can be built on a column of this stored type. */
    public boolean accepts(Field column) {
        ArrowType type = column.getType();
        if (!FieldMetadata.isPlain(column)) {
            return false;
        }
        return switch (this) {
            case BTREE -> isScalar(type);
            case BITMAP -> isScalar(type) && isWholeKey(type) && !isBinary(type);
            case ZONEMAP -> isScalar(type) && !(type instanceof ArrowType.Bool) && !isBinary(type);
            case NGRAM -> type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8;
            case LABEL_LIST ->
                type instanceof ArrowType.List
                        && isLabel(column.getChildren().get(0).getType());
        };
    }

    private static boolean isScalar(ArrowType type) {
        return Predicates.supports(type)
                && !(type instanceof ArrowType.FloatingPoint number
                        && number.getPrecision() == FloatingPointPrecision.HALF);
    }

    /** BITMAP forgets rows of all NaNs but one, and of all times of one day that a date in milliseconds can hold. */
    static boolean isWholeKey(ArrowType type) {
        return !(type instanceof ArrowType.FloatingPoint)
                && !(type instanceof ArrowType.Date date && date.getUnit() == DateUnit.MILLISECOND);
    }

    private static boolean isBinary(ArrowType type) {
        return type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary
                || type instanceof ArrowType.FixedSizeBinary;
    }

    private static boolean isLabel(ArrowType type) {
        return type instanceof ArrowType.Utf8 || type instanceof ArrowType.Int;
    }

    IndexType lanceType() {
        return IndexType.valueOf(name());
    }

    /** Whether Lance builds it without publishing it. */
    boolean canBeStaged() {
        return this == BTREE;
    }

    ScalarIndexParams parameters() {
        return switch (this) {
            case BTREE -> BTreeIndexParams.builder().build();
            case BITMAP -> BitmapIndexParams.builder().build();
            case ZONEMAP -> ZoneMapIndexParams.builder().build();
            case LABEL_LIST -> LabelListIndexParams.builder().build();
            case NGRAM -> NGramIndexParams.builder().build();
        };
    }
}
