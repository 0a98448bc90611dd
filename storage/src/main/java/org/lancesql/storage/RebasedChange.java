package org.lancesql.storage;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lancesql.storage.RowRebase.Rebased;

/** A {@link TableChange} whose rows are looked for in HEAD. */
final class RebasedChange implements HeadChange {
    private final LeasedTable base;
    private final TableChange change;
    private final List<FragmentMetadata> added;
    private final BufferAllocator allocator;

    RebasedChange(TableChange change, BufferAllocator allocator) {
        this.base = (LeasedTable) change.base();
        this.change = change;
        this.added = change.added().stream()
                .flatMap(files -> ((StagedFragments) files).fragments().stream())
                .toList();
        this.allocator = allocator;
    }

    @Override
    public List<FragmentMetadata> staged() {
        return added;
    }

    @Override
    public boolean isChecked() {
        return change.check() != null;
    }

    @Override
    public boolean passesReplacements() {
        return false;
    }

    @Override
    public Fitted fit(LeasedTable head) {
        String problem = "Rows of table " + head.tableVersion().table() + " cannot be changed";
        String difference = OpenDataset.calling(problem, () -> difference(head.dataset()));
        if (difference != null) {
            return Fitted.blocked(difference);
        }
        Rebased rebased = new RowRebase(base, head, allocator).rebase(change.removed());
        if (rebased.obstacle() != null) {
            return Fitted.blocked(rebased.obstacle());
        }
        if (change.check() != null) {
            change.check().check(head, rebased.rows());
        }
        return new Fitted(rebased.rows(), added, null);
    }

    /** What makes rows that were staged unfit for HEAD. */
    private @Nullable String difference(OpenDataset head) {
        TableShape shape = head.shape();
        String difference = base.dataset().shape().difference(shape);
        for (StagedFiles files : change.added()) {
            if (difference == null) {
                difference = ((StagedFragments) files).shape().difference(shape);
            }
        }
        return difference;
    }
}
