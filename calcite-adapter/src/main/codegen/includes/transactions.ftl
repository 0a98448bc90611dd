/** BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, SAVEPOINT, ROLLBACK TO, RELEASE. */
SqlNode LanceTransaction() :
{
    final Span s;
    SqlTransaction.Action action;
    SqlIdentifier savepoint = null;
    final TransactionModes modes = new TransactionModes();
}
{
    (
        ( <BEGIN> { s = span(); } TransactionWord() | <START> { s = span(); } <TRANSACTION> )
        [ TransactionModeList(modes) ]
        { action = SqlTransaction.Action.BEGIN; }
    |
        ( <COMMIT> | <END> ) { s = span(); action = SqlTransaction.Action.COMMIT; }
        TransactionWord() [ <AND> <NO> <CHAIN> ]
    |
        <ROLLBACK> { s = span(); action = SqlTransaction.Action.ROLLBACK; }
        TransactionWord()
        [
            <AND> <NO> <CHAIN>
        |
            <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] savepoint = SimpleIdentifier()
            { action = SqlTransaction.Action.ROLLBACK_TO; }
        ]
    |
        <SAVEPOINT> { s = span(); action = SqlTransaction.Action.SAVEPOINT; } savepoint = SimpleIdentifier()
    |
        <RELEASE> { s = span(); action = SqlTransaction.Action.RELEASE; }
        [ LOOKAHEAD(2) <SAVEPOINT> ] savepoint = SimpleIdentifier()
    )
    {
        return new SqlTransaction(s.end(this), action, savepoint, modes);
    }
}

void TransactionWord() :
{
}
{
    [ <WORK> | <TRANSACTION> ]
}

void TransactionModeList(TransactionModes modes) :
{
}
{
    TransactionMode(modes) ( [ <COMMA> ] TransactionMode(modes) )*
}

/** ISOLATION LEVEL level, READ ONLY or READ WRITE. */
void TransactionMode(TransactionModes modes) :
{
    final String level;
}
{
    <ISOLATION> <LEVEL>
    (
        <READ> ( <UNCOMMITTED> { level = "READ UNCOMMITTED"; } | <COMMITTED> { level = "READ COMMITTED"; } )
    |
        <REPEATABLE> <READ> { level = "REPEATABLE READ"; }
    |
        <SERIALIZABLE> { level = "SERIALIZABLE"; }
    )
    { modes.setIsolation(level); }
|
    <READ> ( <ONLY> { modes.setReadOnly(true); } | <WRITE> { modes.setReadOnly(false); } )
}
