/** EXPLAIN [ANALYZE] [(option [ON | OFF], ...)] [PLAN FOR] statement. */
SqlNode LanceExplain() :
{
    final Span s;
    final SqlNode statement;
    final ExplainOptions chosen = new ExplainOptions();
}
{
    <EXPLAIN> { s = span(); }
    [ LOOKAHEAD(1) <ANALYZE> { chosen.analyze(); } ]
    [
        LOOKAHEAD( <LPAREN> SimpleIdentifier() )
        <LPAREN> ExplainOption(chosen) ( <COMMA> ExplainOption(chosen) )* <RPAREN>
    ]
    [ LOOKAHEAD(2) <PLAN> <FOR> ]
    statement = SqlStmt()
    {
        return chosen.of(s.end(statement), statement);
    }
}

/** An option of EXPLAIN, with ON or OFF behind it or nothing. */
void ExplainOption(ExplainOptions chosen) :
{
    final SqlIdentifier name;
    SqlIdentifier value = null;
}
{
    name = SimpleIdentifier()
    [
        (
            <ON> { value = new SqlIdentifier("ON", getPos()); }
        |
            <TRUE> { value = new SqlIdentifier("TRUE", getPos()); }
        |
            <FALSE> { value = new SqlIdentifier("FALSE", getPos()); }
        |
            value = SimpleIdentifier()
        )
    ]
    {
        chosen.set(name, value);
    }
}
