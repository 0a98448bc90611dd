package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.session.MutationKind;

/** INSERT INTO and INSERT OVERWRITE. */
public final class SqlInsertRows extends SqlChange {
    private final Rows rows;
    private final boolean overwrite;
    private final @Nullable OnConflict onConflict;

    /** Whose values identity columns get when both the statement and the database have one. */
    public enum Overriding {
        /** Those of the statement. */
        SYSTEM,
        /** Those of the database. */
        USER
    }

    /**
     * What is inserted.
     *
     * @param columns those that the source has values for, or null for the first ones
     * @param source a query, or null for DEFAULT VALUES
     */
    public record Rows(
            @Nullable SqlNodeList columns,
            @Nullable Overriding overriding,
            @Nullable SqlNode source) {}

    public SqlInsertRows(
            SqlParserPos position, Frame frame, boolean overwrite, Rows rows, @Nullable OnConflict onConflict) {
        super(position, SqlKind.INSERT, frame);
        this.rows = requireNonNull(rows, "rows is null");
        this.overwrite = overwrite;
        this.onConflict = onConflict;
    }

    public @Nullable SqlNodeList columns() {
        return rows.columns;
    }

    public @Nullable Overriding overriding() {
        return rows.overriding;
    }

    /** The query whose rows are inserted, or null for DEFAULT VALUES. */
    public @Nullable SqlNode source() {
        return rows.source;
    }

    /** Whether the rows take the place of all rows of the table. */
    public boolean overwrites() {
        return overwrite;
    }

    public @Nullable OnConflict onConflict() {
        return onConflict;
    }

    @Override
    public MutationKind mutationKind() {
        return overwrite ? MutationKind.REPLACE : MutationKind.ADD;
    }

    @Override
    public String statementName() {
        return overwrite ? "INSERT OVERWRITE" : "INSERT";
    }
}
