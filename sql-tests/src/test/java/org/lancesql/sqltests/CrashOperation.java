package org.lancesql.sqltests;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What another program does to a table of {@link CrashTables}, with the plain Lance SDK. */
enum CrashOperation {
    NOTHING {
        @Override
        void run(ForeignWriter writer, String table) {}
    },
    APPEND {
        @Override
        void run(ForeignWriter writer, String table) {
            writer.append(table, CrashTables.SCHEMA, CrashTables.rows(LongStream.of(900), "foreign"));
        }

        @Override
        void change(String table, Map<Long, String> rows) {
            rows.put(900L, "foreign");
        }
    },
    DELETE_IN_FIRST_FRAGMENT {
        @Override
        void run(ForeignWriter writer, String table) {
            writer.delete(table, "id = 5");
        }

        @Override
        void change(String table, Map<Long, String> rows) {
            rows.remove(5L);
        }
    },
    DELETE_ELSEWHERE {
        @Override
        void run(ForeignWriter writer, String table) {
            writer.delete(table, "id = 15");
        }

        @Override
        void change(String table, Map<Long, String> rows) {
            rows.remove(15L);
        }
    },
    /** A row that the transaction has added or changed, if it has. */
    DELETE_OURS {
        @Override
        void run(ForeignWriter writer, String table) {
            writer.delete(table, "id = " + CrashTables.ours(table));
        }

        @Override
        void change(String table, Map<Long, String> rows) {
            rows.remove(CrashTables.ours(table));
        }
    },
    COMPACT {
        @Override
        void run(ForeignWriter writer, String table) {
            writer.compact(table);
        }
    },
    OVERWRITE {
        @Override
        void run(ForeignWriter writer, String table) {
            writer.overwrite(table, CrashTables.SCHEMA, CrashTables.rows(LongStream.range(2000, 2004), "other"));
        }

        @Override
        void change(String table, Map<Long, String> rows) {
            rows.clear();
            LongStream.range(2000, 2004).forEach(id -> rows.put(id, "other"));
        }
    },
    ADD_COLUMN {
        @Override
        void run(ForeignWriter writer, String table) {
            writer.addColumn(table, "extra", "CAST(id AS BIGINT)");
        }
    };

    abstract void run(ForeignWriter writer, String table);

    /** Does to rows what it does to those of a table. */
    void change(String table, Map<Long, String> rows) {}

    final Map<Long, String> after(String table, Map<Long, String> rows) {
        Map<Long, String> changed = new TreeMap<>(rows);
        change(table, changed);
        return changed;
    }
}
