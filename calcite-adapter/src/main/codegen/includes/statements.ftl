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

/** SHOW TABLES [LIKE 'pattern'], or SHOW INDEXES [FROM table]. */
SqlNode LanceShow() :
{
    final Span s;
    SqlNode pattern = null;
    SqlIdentifier table = null;
}
{
    <SHOW> { s = span(); }
    (
        <TABLES>
        [ <LIKE> pattern = StringLiteral() ]
        {
            return new SqlShowTables(s.end(this), pattern);
        }
    |
        <INDEXES>
        [ <FROM> table = CompoundIdentifier() ]
        {
            return new SqlShowIndexes(s.end(this), table);
        }
    )
}

/** DESCRIBE [TABLE] name, or DESC. */
SqlNode LanceDescribe() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    ( <DESCRIBE> | <DESC> ) { s = span(); }
    [ <TABLE> ] name = CompoundIdentifier()
    {
        return new SqlDescribeTable(s.end(this), name, null);
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
