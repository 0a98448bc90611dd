/** WITH before a statement that changes rows, or before a query. */
SqlNode LanceWith() :
{
    final SqlNodeList with;
    final SqlNode statement;
    SqlNode e;
    final List<Object> list = new ArrayList<Object>();
}
{
    with = WithList()
    (
        statement = LanceInsertWith(with) { return statement; }
    |
        statement = LanceUpdateWith(with) { return statement; }
    |
        statement = LanceDeleteWith(with) { return statement; }
    |
        statement = LanceMergeWith(with) { return statement; }
    |
        e = LeafQueryOrExpr(ExprContext.ACCEPT_QUERY) { list.add(e); }
        ( AddSetOpQuery(list, ExprContext.ACCEPT_QUERY) )*
        { e = addWith(with, SqlParserUtil.toTree(list)); }
        e = OrderByLimitOpt(e)
        { return e; }
    )
}

SqlNode LanceInsert() :
{
    final SqlNode statement;
}
{
    statement = LanceInsertWith(null) { return statement; }
}

SqlNode LanceUpdate() :
{
    final SqlNode statement;
}
{
    statement = LanceUpdateWith(null) { return statement; }
}

SqlNode LanceDelete() :
{
    final SqlNode statement;
}
{
    statement = LanceDeleteWith(null) { return statement; }
}

SqlNode LanceMerge() :
{
    final SqlNode statement;
}
{
    statement = LanceMergeWith(null) { return statement; }
}

/** INSERT INTO | OVERWRITE table [AS alias] [(columns)] [OVERRIDING ...] query | DEFAULT VALUES [ON CONFLICT ...] [RETURNING ...]. */
SqlNode LanceInsertWith(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNodeList columns = null;
    SqlInsertRows.Overriding overriding = null;
    SqlNode source = null;
    OnConflict conflict = null;
    final SqlNodeList returning;
    boolean overwrite = false;
}
{
    <INSERT> { s = span(); }
    ( <INTO> | <OVERWRITE> { overwrite = true; } [ <INTO> ] )
    [ <TABLE> ] table = CompoundTableIdentifier() NoTimeTravel()
    [ <AS> alias = SimpleIdentifier() ]
    [ LOOKAHEAD(2) columns = InsertColumns() ]
    [
        LOOKAHEAD(2)
        <OVERRIDING>
        (
            <SYSTEM> { overriding = SqlInsertRows.Overriding.SYSTEM; }
        |
            <USER> { overriding = SqlInsertRows.Overriding.USER; }
        )
        <VALUE>
    ]
    (
        <DEFAULT_> <VALUES>
        {
            if (columns != null) {
                throw SqlUtil.newContextException(columns.getParserPosition(), RESOURCE.illegalQueryExpression());
            }
        }
    |
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    [ <ON> { s.add(this); } conflict = ConflictClause() ]
    returning = ReturningClause()
    {
        return new SqlInsertRows(s.end(this), new SqlChange.Frame(with, table, alias, returning),
            overwrite, new SqlInsertRows.Rows(columns, overriding, source), conflict);
    }
}

SqlNodeList InsertColumns() :
{
    final Span s;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    SqlIdentifier name;
}
{
    <LPAREN> { s = span(); }
    name = SimpleIdentifier() { names.add(name); }
    ( <COMMA> name = SimpleIdentifier() { names.add(name); } )*
    <RPAREN>
    {
        return new SqlNodeList(names, s.end(this));
    }
}

/** CONFLICT [(columns) | ON CONSTRAINT name] DO NOTHING | DO UPDATE SET ... [WHERE ...]. */
OnConflict ConflictClause() :
{
    final Span s;
    SqlNodeList columns = null;
    SqlIdentifier constraint = null;
    List<Assignment> assignments = new ArrayList<Assignment>();
    SqlNode where = null;
}
{
    <CONFLICT> { s = span(); }
    [
        columns = InsertColumns()
    |
        <ON> <CONSTRAINT> constraint = SimpleIdentifier()
    ]
    <DO>
    (
        <NOTHING>
    |
        <UPDATE> <SET> Assignments(assignments) [ where = Where() ]
    )
    {
        return new OnConflict(s.end(this), columns, constraint, assignments, where);
    }
}

/** UPDATE table [[AS] alias] SET ... [FROM ...] [WHERE ...] [RETURNING ...]. */
SqlNode LanceUpdateWith(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final List<Assignment> assignments = new ArrayList<Assignment>();
    SqlNode from = null;
    SqlNode where = null;
    final SqlNodeList returning;
}
{
    <UPDATE> { s = span(); } table = CompoundTableIdentifier() NoTimeTravel()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <SET> Assignments(assignments)
    [ <FROM> from = FromClause() ]
    [ where = Where() ]
    returning = ReturningClause()
    {
        return new SqlUpdateRows(s.end(this), new SqlChange.Frame(with, table, alias, returning),
            assignments, from, where);
    }
}

void Assignments(List<Assignment> assignments) :
{
}
{
    AssignmentOf(assignments)
    ( <COMMA> AssignmentOf(assignments) )*
}

/** column = expression | DEFAULT, or (columns) = row | (sub-query). */
void AssignmentOf(List<Assignment> assignments) :
{
    final SqlNodeList columns;
    final SqlIdentifier column;
    SqlNode value;
}
{
    (
        columns = InsertColumns() <EQ> value = RowConstructor()
        { assignments.add(new Assignment(columns, value, true)); }
    |
        column = SimpleIdentifier() <EQ>
        ( value = Default() | value = Expression(ExprContext.ACCEPT_SUB_QUERY) )
        { assignments.add(new Assignment(SqlNodeList.of(column), value, false)); }
    )
}

/** DELETE FROM table [[AS] alias] [USING ...] [WHERE ...] [RETURNING ...]. */
SqlNode LanceDeleteWith(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNode using = null;
    SqlNode where = null;
    final SqlNodeList returning;
}
{
    <DELETE> { s = span(); } <FROM> table = CompoundTableIdentifier() NoTimeTravel()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    [ <USING> using = FromClause() ]
    [ where = Where() ]
    returning = ReturningClause()
    {
        return new SqlDeleteRows(s.end(this), new SqlChange.Frame(with, table, alias, returning), using, where);
    }
}

/** TRUNCATE [TABLE] table. */
SqlNode LanceTruncate() :
{
    final Span s;
    final SqlIdentifier table;
}
{
    <TRUNCATE> { s = span(); } [ <TABLE> ] table = CompoundTableIdentifier() NoTimeTravel()
    {
        return SqlDeleteRows.truncate(s.end(this), new SqlChange.Frame(null, table, null, null));
    }
}

/** MERGE INTO table [[AS] alias] USING source ON condition WHEN ... [RETURNING ...]. */
SqlNode LanceMergeWith(SqlNodeList with) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final SqlNode source;
    final SqlNode condition;
    final List<MergeClause> clauses = new ArrayList<MergeClause>();
    final SqlNodeList returning;
}
{
    <MERGE> { s = span(); } <INTO> table = CompoundTableIdentifier() NoTimeTravel()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <USING> source = TableRef()
    <ON> condition = Expression(ExprContext.ACCEPT_SUB_QUERY)
    ( MergeWhen(clauses) )+
    returning = ReturningClause()
    {
        return new SqlMergeRows(s.end(this), new SqlChange.Frame(with, table, alias, returning),
            source, condition, clauses);
    }
}

void MergeWhen(List<MergeClause> clauses) :
{
    final Span s;
    MergeClause.Match match = MergeClause.Match.NOT_MATCHED;
    SqlNode condition = null;
}
{
    <WHEN> { s = span(); }
    (
        <MATCHED> { match = MergeClause.Match.MATCHED; }
    |
        <NOT> <MATCHED>
        [ <BY> ( <TARGET> | <SOURCE> { match = MergeClause.Match.NOT_MATCHED_BY_SOURCE; } ) ]
    )
    [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    <THEN> MergeAction(clauses, s, match, condition)
}

void MergeAction(List<MergeClause> clauses, Span s, MergeClause.Match match, SqlNode condition) :
{
    final List<Assignment> assignments = new ArrayList<Assignment>();
    SqlNodeList columns = null;
    SqlNode row = null;
}
{
    (
        <UPDATE> <SET> Assignments(assignments)
        {
            clauses.add(new MergeClause(s.end(this), match, condition, MergeClause.Action.UPDATE,
                assignments, null, null));
        }
    |
        <DELETE>
        { clauses.add(MergeClause.plain(s.end(this), match, condition, MergeClause.Action.DELETE)); }
    |
        <DO> <NOTHING>
        { clauses.add(MergeClause.plain(s.end(this), match, condition, MergeClause.Action.NOTHING)); }
    |
        <INSERT> [ columns = InsertColumns() ]
        (
            <DEFAULT_> <VALUES>
        |
            <VALUES> row = RowConstructor()
        )
        {
            clauses.add(new MergeClause(s.end(this), match, condition, MergeClause.Action.INSERT,
                assignments, columns, (SqlCall) row));
        }
    )
}

/** RETURNING * | expression [[AS] alias], ...; null where there is none. */
SqlNodeList ReturningClause() :
{
    final Span s;
    final List<SqlNode> items = new ArrayList<SqlNode>();
}
{
    <RETURNING> { s = span(); }
    AddSelectItem(items) ( <COMMA> AddSelectItem(items) )*
    { return new SqlNodeList(items, s.end(this)); }
|
    { return null; }
}
