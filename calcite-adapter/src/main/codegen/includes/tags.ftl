/** CREATE [OR REPLACE] TAG [IF NOT EXISTS] name ON table [FOR VERSION AS OF version], or ON DATABASE. */
SqlCreate LanceCreateTag(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlNode on;
}
{
    <TAG> ifNotExists = IfNotExists() name = TagName() <ON> on = TagPlace()
    {
        return new SqlCreateTag(s.end(this), replace, ifNotExists, name, on);
    }
}

/** REPLACE TAG name ON table [FOR VERSION AS OF version], or ON DATABASE: the tag exists. */
SqlNode LanceReplaceTag() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlNode on;
}
{
    <REPLACE> { s = span(); } <TAG> name = TagName() <ON> on = TagPlace()
    {
        return new SqlReplaceTag(s.end(this), name, on);
    }
}

/** DROP TAG [IF EXISTS] name ON table, or ON DATABASE. */
SqlDrop LanceDropTag(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
    final SqlNode on;
}
{
    <TAG> ifExists = IfExists() name = TagName() <ON>
    (
        LOOKAHEAD(2)
        <DATABASE> { on = null; }
    |
        on = CompoundIdentifier()
    )
    {
        return new SqlDropTag(s.end(this), ifExists, name, (SqlIdentifier) on);
    }
}

/** A name, or a text, as most tags have dots in them. */
SqlIdentifier TagName() :
{
    final SqlIdentifier name;
    final SqlNode text;
}
{
    (
        name = SimpleIdentifier() { return name; }
    |
        text = StringLiteral()
        { return new SqlIdentifier(((SqlLiteral) text).getValueAs(String.class), text.getParserPosition()); }
    )
}

/** A table, maybe at a version; null for the database. */
SqlNode TagPlace() :
{
    SqlNode table;
}
{
    (
        LOOKAHEAD(2)
        <DATABASE> { return null; }
    |
        table = CompoundIdentifier() [ table = TimeTravel(table) ] { return table; }
    )
}
