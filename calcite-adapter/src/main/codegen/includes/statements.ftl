/** EXPLAIN [PLAN FOR] statement. */
SqlNode LanceExplain() :
{
    final Span s;
    final SqlNode statement;
}
{
    <EXPLAIN> { s = span(); }
    [ LOOKAHEAD(2) <PLAN> <FOR> ]
    statement = SqlStmt()
    {
        return new SqlExplain(s.end(statement), statement,
            SqlExplainLevel.EXPPLAN_ATTRIBUTES.symbol(SqlParserPos.ZERO),
            SqlExplain.Depth.PHYSICAL.symbol(SqlParserPos.ZERO),
            SqlExplainFormat.TEXT.symbol(SqlParserPos.ZERO),
            0);
    }
}

/** INSERT INTO table [(columns)] query, or INSERT INTO table DEFAULT VALUES. */
SqlNode LanceInsert() :
{
    final SqlIdentifier table;
    final SqlNode source;
    SqlNodeList columns = null;
    final Span s;
}
{
    <INSERT> { s = span(); }
    <INTO> table = CompoundTableIdentifier()
    [ LOOKAHEAD(2) columns = InsertColumns() ]
    (
        <DEFAULT_> <VALUES>
        {
            if (columns != null) {
                throw SqlUtil.newContextException(columns.getParserPosition(), RESOURCE.illegalQueryExpression());
            }
            return new SqlInsertDefaultValues(s.end(this), table);
        }
    |
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        {
            return new SqlInsert(s.end(source), SqlNodeList.EMPTY, table, source, columns);
        }
    )
}

SqlNodeList InsertColumns() :
{
    final Span s;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    SqlIdentifier name;
}
{
    <LPAREN> { s = span(); }
    name = SimpleIdentifier() { names.add(name); }
    ( <COMMA> name = SimpleIdentifier() { names.add(name); } )*
    <RPAREN>
    {
        return new SqlNodeList(names, s.end(this));
    }
}
