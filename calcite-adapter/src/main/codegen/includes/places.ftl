/** UNDROP TABLE name [AS name]. */
SqlNode LanceUndrop() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier as = null;
}
{
    <UNDROP> { s = span(); } <TABLE> table = CompoundIdentifier()
    [ <AS> as = CompoundIdentifier() ]
    {
        return new SqlUndropTable(s.end(this), table, as);
    }
}

/** BACKUP DATABASE TO 'directory'. */
SqlNode LanceBackup() :
{
    final Span s;
    final SqlNode target;
}
{
    <BACKUP> { s = span(); } <DATABASE> <TO> target = StringLiteral()
    {
        return new SqlBackup(s.end(this), (SqlLiteral) target);
    }
}
