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

/** CREATE [[LOCAL] TEMPORARY] TABLE [IF NOT EXISTS] name [(columns and constraints) | LIKE table] [AS query]. */
SqlCreate LanceCreateTable(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList elements = null;
    SqlNode query = null;
    boolean temporary = false;
    final List<SqlNode> like = new ArrayList<SqlNode>();
}
{
    [ [ <LOCAL> ] ( <TEMPORARY> | <TEMP> ) { temporary = true; } ]
    <TABLE> ifNotExists = IfNotExists() name = CompoundIdentifier()
    [
        elements = TableElements()
    |
        LikeElement(like) { elements = new SqlNodeList(like, getPos()); }
    ]
    [ <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) ]
    {
        return temporary
            ? new SqlCreateTemporaryTable(s.end(this), replace, ifNotExists, name, elements, query)
            : SqlDdlNodes.createTable(s.end(this), replace, ifNotExists, name, elements, query);
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

/** LIKE table [INCLUDING ALL | INCLUDING DEFAULTS | EXCLUDING ...]: the columns of another table. */
void LikeElement(List<SqlNode> elements) :
{
    final Span s;
    final SqlIdentifier table;
    boolean defaults = false;
}
{
    <LIKE> { s = span(); } table = CompoundIdentifier()
    (
        <INCLUDING> ( <ALL> | <DEFAULTS> ) { defaults = true; }
    |
        <EXCLUDING> ( <ALL> | <DEFAULTS> ) { defaults = false; }
    )*
    {
        elements.add(new SqlLikeTable(s.end(this), table, defaults));
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
    LikeElement(elements)
|
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
