package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One table in one database, sessions and a foreign program at random work on it, and the model beside them. */
final class ModelRun implements AutoCloseable {
    private static final int SESSIONS = 3;

    private final Random random;
    private final Path directory;
    private final ForeignWriter writer;
    private final ModelTable table;
    private final RandomMutations mutations;
    private final ModelReads reads;
    private final ForeignActor foreign;
    private final Connection outside;
    private final List<Actor> actors = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private int savepoints;

    private record Actor(int number, SqlSession sql, ModelSession model) {}

    ModelRun(Path directory, ModelLayout layout, long seed) throws SQLException {
        this.random = new Random(seed);
        this.directory = directory;
        this.writer = new ForeignWriter(directory);
        this.mutations = new RandomMutations(random, layout.isKeyed());
        this.reads = new ModelReads(random);
        this.outside = connect(false);
        this.table = layout.create(writer, outside, random);
        this.foreign = new ForeignActor(writer, table, layout.schema(), random);
        for (int i = 0; i < SESSIONS; i++) {
            boolean mayMix = random.nextBoolean();
            SqlSession sql = new SqlSession(connect(mayMix));
            actors.add(new Actor(i, sql, new ModelSession(table, mayMix)));
        }
    }

    /** Commits are not forced to disk, which is slow and proves nothing here. */
    private Connection connect(boolean mayMix) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:lance:" + directory);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET sync = 'os'");
            statement.execute("SET mixedMutations = '" + (mayMix ? "allow" : "reject") + "'");
        }
        return connection;
    }

    /** What was done, for a report. */
    String trace() {
        return String.join("\n", trace);
    }

    void step() throws SQLException {
        if (random.nextInt(5) == 0) {
            trace.add(foreign.act());
        } else {
            Actor actor = actors.get(random.nextInt(actors.size()));
            step(actor);
            check(actor);
        }
        reads.check(outside, table.state());
        ModelCondition condition = ModelCondition.next(random, table.state().hasExtra());
        assertThat(writer.count(ForeignActor.TABLE, condition.sql()))
                .as("rows that Lance counts by %s", condition.sql())
                .isEqualTo(table.state().where(condition.test()).size());
    }

    private void check(Actor actor) throws SQLException {
        boolean isLikely = actor.model().isOpen();
        if (random.nextInt(3) == 0 == isLikely) {
            return;
        }
        actor.model().read();
        reads.check(actor.sql().connection(), actor.model().visible());
    }

    private void step(Actor actor) throws SQLException {
        ModelSession model = actor.model();
        if (!model.isOpen()) {
            if (random.nextInt(3) == 0) {
                begin(actor);
            } else {
                run(actor);
            }
            return;
        }
        switch (random.nextInt(20)) {
            case 0, 1 -> savepoint(actor);
            case 2, 3 -> backToSavepoint(actor);
            case 4, 5, 6 -> commit(actor);
            case 7 -> rollback(actor);
            case 8 -> refusedIndex(actor);
            case 9 -> runUnderCursor(actor);
            default -> run(actor);
        }
    }

    private void begin(Actor actor) throws SQLException {
        boolean isRepeatable = random.nextBoolean();
        boolean usesSql = random.nextBoolean();
        note(actor, "begin " + (isRepeatable ? "repeatable read" : "read committed") + (usesSql ? " in SQL" : ""));
        actor.sql().begin(isRepeatable, usesSql);
        actor.model().begin(isRepeatable);
    }

    private void run(Actor actor) throws SQLException {
        ModelStatement statement = mutations.next(actor.model().visible());
        note(actor, statement.toString());
        long before = writer.version(ForeignActor.TABLE);
        ModelEffect expected = actor.model().run(statement);
        try {
            long count = actor.sql().run(statement);
            assertThat(expected.error()).as("error of " + statement).isNull();
            if (expected.count() != ModelEffect.UNCOUNTED) {
                assertThat(count).as(statement.toString()).isEqualTo(expected.count());
            }
        } catch (SQLException e) {
            failedAs(e, expected.error() == null ? List.of() : List.of(expected.error()));
        }
        boolean mayPublish = !actor.model().isOpen() && expected.error() == null;
        assertThat(writer.version(ForeignActor.TABLE) - before)
                .as("versions made by " + statement)
                .isBetween(0L, mayPublish ? 1L : 0L);
    }

    private static void failedAs(SQLException error, Iterable<String> states) {
        if (error.getSQLState() == null) {
            throw new AssertionError("no SQLSTATE", error);
        }
        try {
            assertThat(states).contains(error.getSQLState());
        } catch (AssertionError unexpected) {
            unexpected.initCause(error);
            throw unexpected;
        }
    }

    /** A cursor that is open reads on what was there when it was opened. */
    private void runUnderCursor(Actor actor) throws SQLException {
        actor.model().read();
        ModelState seen = actor.model().visible();
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = actor.sql().connection().createStatement();
                ResultSet cursor = statement.executeQuery("SELECT id, n, s FROM t")) {
            run(actor);
            while (cursor.next()) {
                rows.add(Arrays.asList(cursor.getObject(1), cursor.getObject(2), cursor.getObject(3)));
            }
        }
        assertThat(Rows.sorted(rows))
                .as("cursor opened before the statement")
                .isEqualTo(Rows.sorted(new ModelState(seen.rows(), false).values()));
    }

    private void savepoint(Actor actor) throws SQLException {
        String name = "p" + savepoints++;
        note(actor, "savepoint " + name);
        actor.sql().savepoint(name);
        actor.model().savepoint(name);
    }

    private void backToSavepoint(Actor actor) throws SQLException {
        List<String> names = actor.model().savepoints();
        if (names.isEmpty()) {
            run(actor);
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(3) == 0) {
            note(actor, "release " + name);
            actor.sql().release(name);
            actor.model().release(name);
        } else {
            note(actor, "rollback to " + name);
            actor.sql().rollbackTo(name);
            actor.model().rollbackTo(name);
        }
    }

    private void commit(Actor actor) throws SQLException {
        ModelSession model = actor.model();
        ModelSession.CommitFate fate = model.fate();
        long before = writer.version(ForeignActor.TABLE);
        boolean hasSucceeded = true;
        note(actor, "commit, expected: " + fate);
        try {
            actor.sql().commit();
            assertThat(fate.maySucceed())
                    .as("commit of " + actor.number() + " went through")
                    .isTrue();
        } catch (SQLException e) {
            failedAs(e, fate.errors());
            note(actor, "commit failed: " + e.getMessage());
            hasSucceeded = false;
        }
        assertThat(writer.version(ForeignActor.TABLE) - before)
                .as("versions made by a commit")
                .isEqualTo(hasSucceeded && model.hasChanges() ? 1 : 0);
        model.commit(hasSucceeded);
    }

    private void rollback(Actor actor) throws SQLException {
        note(actor, "rollback");
        actor.sql().rollback();
        actor.model().rollback();
    }

    /** DDL is refused while changes are pending, and harms none of them. */
    private void refusedIndex(Actor actor) throws SQLException {
        if (!actor.model().hasChanges()) {
            return;
        }
        note(actor, "create index");
        try (Statement statement = actor.sql().connection().createStatement()) {
            statement.execute("CREATE INDEX refused ON t (n)");
            throw new AssertionError("an index was built while changes were pending");
        } catch (SQLException e) {
            failedAs(e, List.of("25001"));
        }
    }

    private void note(Actor actor, String what) {
        trace.add("session " + actor.number() + (actor.model().mayMix() ? " (may mix)" : "") + ": " + what);
    }

    @Override
    public void close() throws SQLException {
        for (Actor actor : actors) {
            actor.sql().close();
        }
        outside.close();
        writer.close();
    }
}
