package org.lancesql.calcite.plan;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;

/**
 * A query that the validator has accepted.
 *
 * @param node its tree, as the validator left it
 * @param parameters one field for each dynamic parameter
 * @param origins catalog, schema, table and column that each output column comes from; null for an expression
 */
public record ValidatedQuery(
        SqlValidator validator,
        SqlNode node,
        RelDataType rowType,
        RelDataType parameters,
        List<@Nullable List<String>> origins) {}
