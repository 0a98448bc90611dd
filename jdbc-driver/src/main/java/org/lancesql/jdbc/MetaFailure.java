package org.lancesql.jdbc;

import java.sql.SQLException;

/** Carries an SQLException through a method of Avatica that declares none. */
final class MetaFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MetaFailure(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
