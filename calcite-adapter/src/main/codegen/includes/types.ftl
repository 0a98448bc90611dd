/** Types that are not in Calcite's grammar, and those that it has in another form. */
SqlTypeNameSpec LanceTypeName() :
{
    final Span s;
    final SqlTypeNameSpec type;
    final SqlIntervalQualifier qualifier;
    final int number;
}
{
    <VECTOR> { s = span(); } number = VectorSize()
    { return new VectorTypeNameSpec(null, number, s.end(this)); }
|
    <BLOB> { return new StoredTypeNameSpec(StoredTypeNameSpec.Form.BLOB, getPos()); }
|
    <DATETIME> { s = span(); } number = PrecisionOpt()
    { return new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP, number, s.end(this)); }
|
    <INTERVAL> { s = span(); } qualifier = IntervalQualifier()
    { return new IntervalTypeNameSpec(qualifier, s.end(this)); }
|
    type = LanceRowTypeName() { return type; }
}

/** ROW(name type [NOT NULL], ...): a field may be null unless it says otherwise. */
SqlTypeNameSpec LanceRowTypeName() :
{
    final Span s;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    final List<SqlDataTypeSpec> types = new ArrayList<SqlDataTypeSpec>();
}
{
    <ROW> { s = span(); }
    <LPAREN> LanceRowField(names, types) ( <COMMA> LanceRowField(names, types) )* <RPAREN>
    { return new SqlRowTypeNameSpec(s.end(this), names, types); }
}

void LanceRowField(List<SqlIdentifier> names, List<SqlDataTypeSpec> types) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final boolean nullable;
}
{
    name = SimpleIdentifier() type = DataType() nullable = NullableOptDefaultTrue()
    {
        names.add(name);
        types.add(type.withNullable(nullable));
    }
}

/** What makes a collection of the type before it: ARRAY, [], VECTOR(n). */
SqlTypeNameSpec LanceCollectionTypeName(SqlTypeNameSpec elementType) :
{
    final SqlTypeNameSpec type;
    final int size;
}
{
    <VECTOR> size = VectorSize() { return new VectorTypeNameSpec(elementType, size, getPos()); }
|
    <LBRACKET> <RBRACKET>
    { return new SqlCollectionTypeNameSpec(elementType, SqlTypeName.ARRAY, getPos()); }
|
    type = CollectionsTypeName(elementType) { return type; }
}

int VectorSize() :
{
    final int size;
}
{
    <LPAREN> size = UnsignedIntLiteral() <RPAREN> { return size; }
}
