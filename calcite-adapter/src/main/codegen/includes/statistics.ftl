/** ANALYZE [TABLE] name [(column, ...)]. */
SqlNode LanceAnalyze() :
{
    final Span s;
    final SqlIdentifier table;
    final List<SqlNode> columns = new ArrayList<SqlNode>();
    SqlIdentifier column;
}
{
    <ANALYZE> { s = span(); } [ <TABLE> ] table = CompoundIdentifier()
    [
        <LPAREN> column = SimpleIdentifier() { columns.add(column); }
        ( <COMMA> column = SimpleIdentifier() { columns.add(column); } )*
        <RPAREN>
    ]
    {
        return new SqlAnalyze(s.end(this), table, columns);
    }
}
