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

/** LIKE table [INCLUDING what | EXCLUDING what] ...: the columns of another table, and more of it. */
void LikeElement(List<SqlNode> elements) :
{
    final Span s;
    final SqlIdentifier table;
    final Set<SqlLikeTable.Part> parts = EnumSet.noneOf(SqlLikeTable.Part.class);
    Set<SqlLikeTable.Part> named;
}
{
    <LIKE> { s = span(); } table = CompoundIdentifier()
    (
        <INCLUDING> named = LikeParts() { parts.addAll(named); }
    |
        <EXCLUDING> named = LikeParts() { parts.removeAll(named); }
    )*
    {
        elements.add(new SqlLikeTable(s.end(this), table, parts));
    }
}

Set<SqlLikeTable.Part> LikeParts() :
{
}
{
    <ALL> { return EnumSet.allOf(SqlLikeTable.Part.class); }
|
    <DEFAULTS> { return EnumSet.of(SqlLikeTable.Part.DEFAULTS); }
|
    <CONSTRAINTS> { return EnumSet.of(SqlLikeTable.Part.CONSTRAINTS); }
|
    <INDEXES> { return EnumSet.of(SqlLikeTable.Part.INDEXES); }
|
    <IDENTITY> { return EnumSet.of(SqlLikeTable.Part.IDENTITY); }
}

void TableElement(List<SqlNode> elements) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final SqlNode[] defaultValue = new SqlNode[1];
    final Boolean[] nullable = new Boolean[1];
}
{
    LikeElement(elements)
|
    LOOKAHEAD(2)
    name = SimpleIdentifier()
    (
        type = DataType()
        ( ColumnProperty(elements, name, defaultValue, nullable) )*
        {
            elements.add(SqlDdlNodes.column(name.getParserPosition(), name,
                type.withNullable(nullable[0] == null ? Boolean.TRUE : nullable[0]), defaultValue[0],
                defaultValue[0] == null ? ColumnStrategy.NULLABLE : ColumnStrategy.DEFAULT));
        }
    |
        { elements.add(name); }
    )
|
    TableConstraint(elements)
}

/** What follows the type of a column: NULL, a default, or a constraint on the one column. */
void ColumnProperty(List<SqlNode> elements, SqlIdentifier column, SqlNode[] defaultValue, Boolean[] nullable) :
{
    SqlIdentifier name = null;
    final SqlNode check;
    final SqlIdentifier other;
    SqlNodeList columns = null;
    final Span s = Span.of();
}
{
    <NULL> { nullable[0] = Boolean.TRUE; }
|
    <DEFAULT_> defaultValue[0] = Expression(ExprContext.ACCEPT_SUB_QUERY)
|
    <GENERATED> { s.add(this); } IdentityColumn(elements, column, s)
|
    [ <CONSTRAINT> name = SimpleIdentifier() ]
    (
        <NOT> <NULL> { nullable[0] = Boolean.FALSE; }
    |
        <PRIMARY> { s.add(this); } <KEY>
        {
            elements.add(SqlDdlNodes.primary(s.end(this), name, SqlNodeList.of(column)));
        }
    |
        <UNIQUE> { s.add(this); }
        {
            elements.add(SqlDdlNodes.unique(s.end(this), name, SqlNodeList.of(column)));
        }
    |
        <CHECK> { s.add(this); } <LPAREN> check = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
        {
            elements.add(SqlDdlNodes.check(s.end(this), name, check));
        }
    |
        <REFERENCES> { s.add(this); } other = References()
        {
            elements.add(new SqlForeignKey(s.end(this), other));
        }
    )
}

/** ALWAYS | BY DEFAULT, AS IDENTITY [(START [WITH] n INCREMENT [BY] m)]. */
void IdentityColumn(List<SqlNode> elements, SqlIdentifier column, Span s) :
{
    final boolean always;
    SqlLiteral start = null;
    SqlLiteral increment = null;
}
{
    ( <ALWAYS> { always = true; } | <BY> <DEFAULT_> { always = false; } )
    <AS> <IDENTITY>
    [
        <LPAREN>
        (
            <START> [ <WITH> ] start = NumericLiteral()
        |
            <INCREMENT> [ <BY> ] increment = NumericLiteral()
        )+
        <RPAREN>
    ]
    {
        elements.add(new SqlIdentity(s.end(this), column, always, start, increment));
    }
}

void TableConstraint(List<SqlNode> elements) :
{
    SqlIdentifier name = null;
    final SqlNodeList columns;
    final SqlNode check;
    final SqlIdentifier other;
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
    |
        <FOREIGN> { s.add(this); } <KEY> ParenthesizedSimpleIdentifierList() <REFERENCES> other = References()
        {
            elements.add(new SqlForeignKey(s.end(this), other));
        }
    )
}

/** The table that a FOREIGN KEY refers to, and what is said behind it, which is read over. */
SqlIdentifier References() :
{
    final SqlIdentifier table;
}
{
    table = CompoundIdentifier()
    [ LOOKAHEAD(2) ParenthesizedSimpleIdentifierList() ]
    (
        <MATCH> SimpleIdentifier()
    |
        <ON> ( <DELETE> | <UPDATE> )
        (
            <CASCADE> | <RESTRICT> | <NO> <ACTION> | <SET> ( <NULL> | <DEFAULT_> )
        )
    )*
    {
        return table;
    }
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
