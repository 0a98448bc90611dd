/** SHOW TABLES | SCHEMAS | DATABASES | COLUMNS | VARIABLES | INDEXES | TAGS | CREATE TABLE | a setting. */
SqlNode LanceShow() :
{
    final Span s;
    SqlShow.Subject subject = SqlShow.Subject.SETTING;
    SqlIdentifier object = null;
    SqlNode pattern = null;
}
{
    <SHOW> { s = span(); }
    (
        LOOKAHEAD(2)
        <TABLES> { subject = SqlShow.Subject.TABLES; }
        [ ( <FROM> | <IN> ) object = CompoundIdentifier() ]
        [ <LIKE> pattern = StringLiteral() ]
    |
        LOOKAHEAD(2)
        ( <SCHEMAS> | <DATABASES> | <CATALOGS> )
        {
            subject = "SCHEMAS".equalsIgnoreCase(token.image)
                ? SqlShow.Subject.SCHEMAS : SqlShow.Subject.DATABASES;
        }
        [ <LIKE> pattern = StringLiteral() ]
    |
        LOOKAHEAD(2)
        <COLUMNS> ( <FROM> | <IN> ) object = CompoundIdentifier()
        [ <LIKE> pattern = StringLiteral() ]
        { subject = SqlShow.Subject.COLUMNS; }
    |
        LOOKAHEAD(2)
        ( <VARIABLES> | <ALL> ) { subject = SqlShow.Subject.VARIABLES; }
        [ <LIKE> pattern = StringLiteral() ]
    |
        LOOKAHEAD(2)
        <INDEXES> [ <FROM> object = CompoundIdentifier() ]
        { return new SqlShowIndexes(s.end(this), object); }
    |
        LOOKAHEAD(2)
        <TAGS> [ ( <ON> | <FROM> ) object = CompoundIdentifier() ]
        { return new SqlShowTags(s.end(this), object); }
    |
        <CREATE> ( <TABLE> | <VIEW> ) object = CompoundIdentifier()
        { subject = SqlShow.Subject.DEFINITION; }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> { object = new SqlIdentifier("timeZone", getPos()); }
    |
        LOOKAHEAD(1)
        <SNAPSHOT> { object = new SqlIdentifier("asOf", getPos()); }
    |
        object = SettingName()
    )
    {
        return new SqlShow(s.end(this), subject, object, pattern);
    }
}

/** DESCRIBE [TABLE] name, or DESC. */
SqlNode LanceDescribe() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    ( <DESCRIBE> | <DESC> ) { s = span(); }
    [ <TABLE> ] name = CompoundIdentifier()
    {
        return new SqlDescribeTable(s.end(this), name, null);
    }
}

/** USE schema, USE catalog, or USE catalog.schema. */
SqlNode LanceUse() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <USE> { s = span(); } [ LOOKAHEAD(2) ( <SCHEMA> | <CATALOG> ) ]
    name = CompoundIdentifier()
    {
        return new SqlUse(s.end(this), name);
    }
}

/** CANCEL SESSION number. */
SqlNode LanceCancelSession() :
{
    final Span s;
}
{
    <CANCEL> { s = span(); } <SESSION> <UNSIGNED_INTEGER_LITERAL>
    {
        return new SqlCancelSession(
            s.end(this), SqlLiteral.createExactNumeric(token.image, getPos()));
    }
}

/**
 * SET setting = value, SET setting TO value, SET TIME ZONE value, SET SCHEMA name, SET SNAPSHOT AS OF moment | TAG name,
 * SET TRANSACTION modes, SET SESSION CHARACTERISTICS AS TRANSACTION modes.
 */
SqlNode LanceSet() :
{
    final Span s;
    final SqlIdentifier name;
    SqlNode value;
    final TransactionModes modes = new TransactionModes();
    SqlNode moment = null;
    SqlNode tag = null;
}
{
    <SET> { s = span(); } [ LOOKAHEAD(2) <SESSION> ]
    (
        LOOKAHEAD(<SNAPSHOT> <AS>)
        <SNAPSHOT> <AS> <OF>
        (
            LOOKAHEAD(<TAG> (<QUOTED_STRING> | SimpleIdentifier()))
            <TAG> ( tag = StringLiteral() | tag = SimpleIdentifier() )
        |
            moment = Expression(ExprContext.ACCEPT_NON_QUERY)
        )
        { return new SqlSetSnapshot(s.end(this), moment, tag); }
    |
        LOOKAHEAD(<TRANSACTION> (<ISOLATION> | <READ>))
        <TRANSACTION> TransactionModeList(modes)
        { return new SqlTransaction(s.end(this), SqlTransaction.Action.SET_MODE, null, modes); }
    |
        LOOKAHEAD(<CHARACTERISTICS> <AS>)
        <CHARACTERISTICS> <AS> <TRANSACTION> TransactionModeList(modes)
        { return new SqlTransaction(s.end(this), SqlTransaction.Action.SET_SESSION_MODE, null, modes); }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> { name = new SqlIdentifier("timeZone", getPos()); }
        value = SettingValue()
    |
        LOOKAHEAD(<SCHEMA> (<QUOTED_STRING> | SimpleIdentifier()))
        <SCHEMA>
        (
            value = StringLiteral()
            { return new SqlUse(s.end(this), new SqlIdentifier(((SqlLiteral) value).toValue(), getPos())); }
        |
            name = CompoundIdentifier() { return new SqlUse(s.end(this), name); }
        )
    |
        name = SettingName() ( <EQ> | <TO> ) value = SettingValue()
    )
    {
        return new SqlSetSetting(s.end(this), name, value);
    }
}

/** A name, also where it is a keyword elsewhere. */
SqlIdentifier SettingName() :
{
    final SqlIdentifier name;
}
{
    <ASOF> { return new SqlIdentifier("asOf", getPos()); }
|
    name = SimpleIdentifier() { return name; }
}

/** A literal, a name, or DEFAULT, which is null. */
SqlNode SettingValue() :
{
    SqlNode value;
}
{
    (
        <DEFAULT_> { value = null; }
    |
        <ON> { value = new SqlIdentifier("on", getPos()); }
    |
        <LOCAL> { value = new SqlIdentifier("local", getPos()); }
    |
        <FULL> { value = new SqlIdentifier("full", getPos()); }
    |
        LOOKAHEAD(2)
        <READ> ( <COMMITTED> | <UNCOMMITTED> ) { value = new SqlIdentifier("READ COMMITTED", getPos()); }
    |
        LOOKAHEAD(2)
        <REPEATABLE> <READ> { value = new SqlIdentifier("REPEATABLE READ", getPos()); }
    |
        LOOKAHEAD(2)
        value = Literal()
    |
        value = SimpleIdentifier()
    )
    { return value; }
}

/** RESET setting, or RESET ALL. */
SqlNode LanceReset() :
{
    final Span s;
    SqlIdentifier name = null;
}
{
    <RESET> { s = span(); }
    (
        <ALL>
    |
        LOOKAHEAD(1)
        <SNAPSHOT> { return new SqlSetSnapshot(s.end(this), null, null); }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> { name = new SqlIdentifier("timeZone", getPos()); }
    |
        name = SettingName()
    )
    {
        return new SqlSetSetting(s.end(this), name, null);
    }
}

/** expression::type. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> { checkNonQueryExpression(exprContext); }
    type = DataType()
    {
        list.add(new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.INFIX_CAST, s.pos()));
        list.add(type);
    }
}
