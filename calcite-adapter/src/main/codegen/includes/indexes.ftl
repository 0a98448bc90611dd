/** CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON table [USING kind] (column [ASC | DESC], ...) [USING kind]. */
SqlCreate LanceCreateIndex(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlIdentifier table;
    SqlIdentifier kind = null;
    boolean unique = false;
    final List<SqlNode> columns = new ArrayList<SqlNode>();
}
{
    [ <UNIQUE> { unique = true; } ]
    <INDEX> ifNotExists = IfNotExists() name = SimpleIdentifier()
    <ON> table = CompoundIdentifier()
    (
        <USING> kind = SimpleIdentifier() IndexColumns(columns)
    |
        IndexColumns(columns) [ <USING> kind = SimpleIdentifier() ]
    )
    {
        return new SqlCreateIndex(s.end(this), replace, unique, ifNotExists, name, table, columns, kind);
    }
}

void IndexColumns(List<SqlNode> columns) :
{
}
{
    <LPAREN> IndexColumn(columns) ( <COMMA> IndexColumn(columns) )* <RPAREN>
}

/** An index finds rows in either direction, so that one is taken and means nothing. */
void IndexColumn(List<SqlNode> columns) :
{
    SqlIdentifier column;
}
{
    column = CompoundIdentifier() { columns.add(column); }
    [ <ASC> | <DESC> ]
    [ <NULLS> ( <FIRST> | <LAST> ) ]
}

/** DROP INDEX [IF EXISTS] name [ON table]. */
SqlDrop LanceDropIndex(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
    SqlIdentifier table = null;
}
{
    <INDEX> ifExists = IfExists() name = SimpleIdentifier()
    [ <ON> table = CompoundIdentifier() ]
    {
        return new SqlDropIndex(s.end(this), ifExists, name, table);
    }
}
