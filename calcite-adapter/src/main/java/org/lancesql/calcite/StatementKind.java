package org.lancesql.calcite;

/** What a statement does, as far as its caller must know. */
public enum StatementKind {
    /** Returns rows and changes nothing: SELECT, VALUES, EXPLAIN, SHOW, DESCRIBE. */
    QUERY,
    /** Changes rows and returns their number, or with RETURNING the rows: INSERT, UPDATE, DELETE, MERGE, TRUNCATE. */
    CHANGE,
    /** Changes tables or views and returns no number. */
    DDL,
    /** Changes the session and nothing else: SET, RESET, USE. */
    SESSION,
    /** Begins or ends a transaction or a part of it: BEGIN, COMMIT, ROLLBACK, SAVEPOINT, SET TRANSACTION and the like. */
    TRANSACTION
}
