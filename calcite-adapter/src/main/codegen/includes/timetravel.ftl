/** A table reference as of a version, or as of a time (which is Calcite's own SNAPSHOT). */
SqlNode TimeTravel(SqlNode tableRef) :
{
    final Span s;
    final SqlNode moment;
    boolean byVersion = false;
}
{
    <FOR> { s = span(); }
    (
        <SYSTEM_TIME>
    |
        <VERSION> { byVersion = true; }
    )
    <AS> <OF>
    moment = Expression(ExprContext.ACCEPT_NON_QUERY)
    {
        return byVersion
            ? new SqlVersionedTable(s.end(this), tableRef, moment)
            : new SqlSnapshot(s.end(this), tableRef, moment);
    }
}
