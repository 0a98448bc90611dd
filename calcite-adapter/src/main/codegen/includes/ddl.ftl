boolean IfNotExists() :
{
}
{
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExists() :
{
}
{
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

/** CREATE TABLE [IF NOT EXISTS] name [(columns and constraints)] [AS query]. */
SqlCreate LanceCreateTable(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList elements = null;
    SqlNode query = null;
}
{
    <TABLE> ifNotExists = IfNotExists() name = CompoundIdentifier()
    [ elements = TableElements() ]
    [ <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) ]
    {
        return SqlDdlNodes.createTable(s.end(this), replace, ifNotExists, name, elements, query);
    }
}

SqlNodeList TableElements() :
{
    final Span s;
    final List<SqlNode> elements = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    TableElement(elements)
    ( <COMMA> TableElement(elements) )*
    <RPAREN>
    {
        return new SqlNodeList(elements, s.end(this));
    }
}

void TableElement(List<SqlNode> elements) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    SqlNode defaultValue = null;
    SqlNode check;
    Boolean nullable = null;
    SqlNodeList keys;
    final Span s = Span.of();
}
{
    LOOKAHEAD(2)
    name = SimpleIdentifier()
    (
        type = DataType()
        (
            <NOT> <NULL> { nullable = Boolean.FALSE; }
        |
            <NULL> { nullable = Boolean.TRUE; }
        |
            <DEFAULT_> defaultValue = Expression(ExprContext.ACCEPT_SUB_QUERY)
        |
            <PRIMARY> <KEY>
            {
                elements.add(SqlDdlNodes.primary(getPos(), null, SqlNodeList.of(name)));
            }
        |
            <UNIQUE>
            {
                elements.add(SqlDdlNodes.unique(getPos(), null, SqlNodeList.of(name)));
            }
        |
            <CHECK> <LPAREN> { s.add(this); } check = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
            {
                elements.add(SqlDdlNodes.check(s.end(this), null, check));
            }
        )*
        {
            elements.add(SqlDdlNodes.column(name.getParserPosition(), name,
                type.withNullable(nullable == null ? Boolean.TRUE : nullable), defaultValue,
                defaultValue == null ? ColumnStrategy.NULLABLE : ColumnStrategy.DEFAULT));
        }
    |
        { elements.add(name); }
    )
|
    TableConstraint(elements)
}

void TableConstraint(List<SqlNode> elements) :
{
    SqlIdentifier name = null;
    final SqlNodeList columns;
    final SqlNode check;
    final Span s = Span.of();
}
{
    [ <CONSTRAINT> { s.add(this); } name = SimpleIdentifier() ]
    (
        <PRIMARY> { s.add(this); } <KEY> columns = ParenthesizedSimpleIdentifierList()
        {
            elements.add(SqlDdlNodes.primary(s.end(this), name, columns));
        }
    |
        <UNIQUE> { s.add(this); } columns = ParenthesizedSimpleIdentifierList()
        {
            elements.add(SqlDdlNodes.unique(s.end(this), name, columns));
        }
    |
        <CHECK> { s.add(this); } <LPAREN> check = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
        {
            elements.add(SqlDdlNodes.check(s.end(this), name, check));
        }
    )
}

/** CREATE [OR REPLACE] VIEW name [(columns)] AS query. */
SqlCreate LanceCreateView(Span s, boolean replace) :
{
    final SqlIdentifier name;
    SqlNodeList columns = null;
    final SqlNode query;
}
{
    <VIEW> name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        return SqlDdlNodes.createView(s.end(this), replace, name, columns, query);
    }
}

SqlDrop LanceDropTable(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    <TABLE> ifExists = IfExists() name = CompoundIdentifier()
    {
        return SqlDdlNodes.dropTable(s.end(this), ifExists, name);
    }
}

SqlDrop LanceDropView(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    <VIEW> ifExists = IfExists() name = CompoundIdentifier()
    {
        return SqlDdlNodes.dropView(s.end(this), ifExists, name);
    }
}
