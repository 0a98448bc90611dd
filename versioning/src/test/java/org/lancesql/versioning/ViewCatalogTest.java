package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;

class ViewCatalogTest extends VersioningTest {
    @Test
    void viewIsSeenByTheNextStatementOfAnotherStore() {
        try (TableStore other = open(true)) {
            ViewCatalog theirs = new ViewCatalog(other);
            assertThat(theirs.views()).isEmpty();
            ViewCatalog ours = new ViewCatalog(store);
            ViewDefinition view =
                    new ViewDefinition("Top \"10\" \uD83D\uDE00", "select 'it''s \\ \uD83D\uDE00'\nfrom t");
            ours.create(view, false);
            assertThat(theirs.views()).containsOnlyKeys(view.name()).containsValue(view);
            assertThat(theirs.views()).isSameAs(theirs.views());
            refused(
                    () -> theirs.drop("v"),
                    Reason.READ_ONLY,
                    "View v cannot be changed: the database is open for reading only.");
            ours.drop(view.name());
            assertThat(theirs.views()).isEmpty();
        }
    }

    @Test
    void nameThatDiffersOnlyByCaseIsRefused() {
        create("Orders");
        ViewCatalog catalog = new ViewCatalog(store);
        catalog.create(new ViewDefinition("v", "select 1"), false);
        refused(
                () -> catalog.create(new ViewDefinition("V", "select 2"), false),
                Reason.TABLE_EXISTS,
                "There is a view v already.");
        refused(
                () -> catalog.create(new ViewDefinition("orders", "select 2"), true),
                Reason.TABLE_EXISTS,
                "There is a table Orders already.");
        catalog.create(new ViewDefinition("V", "select 3"), true);
        assertThat(catalog.views()).containsOnlyKeys("V");
        refused(() -> catalog.drop("v"), Reason.TABLE_NOT_FOUND, "There is no view v.");
    }

    @Test
    void racersOnNamesThatDifferByCaseLeaveOneView() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<TableStore> stores = new ArrayList<>();
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (String name : List.of("view", "VIEW", "View", "vIEW")) {
                TableStore racer = open(false);
                stores.add(racer);
                work.add(() -> {
                    try {
                        new ViewCatalog(racer).create(new ViewDefinition(name, "select 1"), false);
                        return true;
                    } catch (StorageException e) {
                        assertThat(e.reason()).isEqualTo(Reason.TABLE_EXISTS);
                        return false;
                    }
                });
            }
            int winners = 0;
            for (Future<Boolean> result : threads.invokeAll(work)) {
                winners += result.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
            assertThat(new ViewCatalog(store).views()).hasSize(1);
        } finally {
            threads.shutdown();
            stores.forEach(TableStore::close);
        }
    }

    private static void refused(Runnable call, Reason reason, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessage(message);
        });
    }
}
