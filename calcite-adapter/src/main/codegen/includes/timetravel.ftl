/**
 * The version of a table: FOR VERSION | SYSTEM_VERSION AS OF value, FOR SYSTEM_TIME | TIMESTAMP AS OF moment; without FOR,
 * VERSION AS OF and TIMESTAMP AS OF.
 */
SqlNode TimeTravel(SqlNode tableRef) :
{
    final Span s;
    final SqlNode value;
    final SqlVersionedTable.Clause clause;
}
{
    { s = Span.of(tableRef); }
    clause = TimeTravelClause() <AS> <OF>
    value = Expression(ExprContext.ACCEPT_NON_QUERY)
    {
        return new SqlVersionedTable(s.end(this), tableRef, clause, value);
    }
}

/** What a clause of a version begins with, and no alias does: VERSION and TIMESTAMP alone are names. */
void TimeTravelStart() :
{
}
{
    <FOR>
|
    ( <VERSION> | <SYSTEM_VERSION> | <SYSTEM_TIME> | <TIMESTAMP> ) <AS> <OF>
}

SqlVersionedTable.Clause TimeTravelClause() :
{
}
{
    [ <FOR> ]
    (
        ( <VERSION> | <SYSTEM_VERSION> ) { return SqlVersionedTable.Clause.VERSION; }
    |
        ( <SYSTEM_TIME> | <TIMESTAMP> ) { return SqlVersionedTable.Clause.TIME; }
    )
}

/** The version of the target of a statement that changes rows: there is none to be had. */
void NoTimeTravel() :
{
    final Span s;
}
{
    [
        LOOKAHEAD(TimeTravelStart())
        TimeTravelClause() { s = span(); } <AS> <OF>
        Expression(ExprContext.ACCEPT_NON_QUERY)
        { SqlVersionedTable.refuseChange(s.pos()); }
    ]
}
