package org.lancesql.sqltests;

import java.util.Random;
import java.util.Set;

/**
 * One way in which the transaction of {@link CrashTables} breaks off.
 *
 * @param changed tables to which another program does its operation
 * @param step of the commit at which it breaks off; 0 is never
 * @param recoveryStep of the first recovery at which that breaks off, too; 0 is never
 * @param isLate whether the other program comes after the first recovery, not before it
 * @param cleansLog whether old versions of the log are removed while the owner waits
 */
record CrashCase(
        CrashTables.Layout layout,
        CrashOperation operation,
        Set<String> changed,
        CrashProgram.Ending ending,
        int step,
        int recoveryStep,
        boolean isLate,
        boolean cleansLog) {

    /** A case in which one of so many steps breaks off. */
    static CrashCase random(Random random, int steps, boolean mayKill) {
        CrashTables.Layout[] layouts = CrashTables.Layout.values();
        CrashOperation[] operations = CrashOperation.values();
        boolean isOnAll = random.nextBoolean();
        String one = CrashTables.NAMES.get(random.nextInt(CrashTables.NAMES.size()));
        return new CrashCase(
                layouts[random.nextInt(layouts.length)],
                operations[random.nextInt(operations.length)],
                isOnAll ? Set.copyOf(CrashTables.NAMES) : Set.of(one),
                ending(random, mayKill),
                1 + random.nextInt(steps),
                random.nextBoolean() ? 0 : 1 + random.nextInt(steps),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private static CrashProgram.Ending ending(Random random, boolean mayKill) {
        int choice = random.nextInt(10);
        if (mayKill && choice == 0) {
            return CrashProgram.Ending.KILL;
        }
        return choice < 4 ? CrashProgram.Ending.PAUSE : CrashProgram.Ending.BREAK;
    }
}
