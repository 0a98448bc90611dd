/** CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON table [USING kind] (columns) [USING kind]. */
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
    SqlIdentifier column;
}
{
    <LPAREN>
    column = CompoundIdentifier() { columns.add(column); }
    ( <COMMA> column = CompoundIdentifier() { columns.add(column); } )*
    <RPAREN>
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
