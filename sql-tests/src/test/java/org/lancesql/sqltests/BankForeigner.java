package org.lancesql.sqltests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Another program in the bank, with the plain Lance SDK: it opens empty accounts, closes some of them, and compacts. */
final class BankForeigner implements AutoCloseable {
    static final long FIRST_ACCOUNT = 1_000_000;
    private static final Schema ACCOUNT = new Schema(List.of(number("id", false), number("balance", true)));
    private static final List<String> TABLES = List.of("checking", "savings");

    private final ForeignWriter writer;
    private final Random random;
    private final Set<Long> accounts = new TreeSet<>();
    private long next = FIRST_ACCOUNT;

    BankForeigner(Path database, long seed) {
        this.writer = new ForeignWriter(database);
        this.random = new Random(seed);
    }

    private static Field number(String name, boolean isNullable) {
        return new Field(name, new FieldType(isNullable, new ArrowType.Int(64, true), null), null);
    }

    void act() {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        switch (random.nextInt(8)) {
            case 0 -> attempt(() -> writer.compact(table));
            case 1 -> attempt(() -> writer.compact("journal"));
            case 2 -> close(table);
            default -> open(table);
        }
    }

    private void open(String table) {
        long account = next++;
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {account, 0L});
        writer.append(table, ACCOUNT, rows.iterator());
        if (table.equals("checking")) {
            accounts.add(account);
        }
    }

    private void close(String table) {
        long account = FIRST_ACCOUNT + random.nextInt((int) (next - FIRST_ACCOUNT) + 1);
        if (attempt(() -> writer.delete(table, "id = " + account)) && table.equals("checking")) {
            accounts.remove(account);
        }
    }

    /** Whether a change went through that Lance gives up when others change the same fragment. */
    private static boolean attempt(Runnable change) {
        try {
            change.run();
            return true;
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("conflict")) {
                return false;
            }
            throw e;
        }
    }

    /** The accounts that it has opened in {@code checking} and not closed. */
    Set<Long> accountsInChecking() {
        return accounts;
    }

    @Override
    public void close() {
        writer.close();
    }
}
