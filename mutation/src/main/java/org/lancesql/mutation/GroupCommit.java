package org.lancesql.mutation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.constraints.KeyChecks;
import org.lancesql.mutation.constraints.KeyChecks.Checked;
import org.lancesql.mutation.group.GroupQueue;
import org.lancesql.mutation.group.GroupQueue.Member;
import org.lancesql.mutation.pending.PendingFiles;
import org.lancesql.mutation.pending.PendingRows;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.CommitOutcome;
import org.lancesql.storage.Durability;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.StorageException;

/**
 * Commits of few added rows to one table, of several transactions of this process at the same time: their rows go to one
 * file and become one version. A member whose keys are taken, by another member too, fails alone; when the group as a whole
 * cannot be committed each member is, by itself.
 */
final class GroupCommit {
    private static final int CAPACITY = 256;
    private static final int MOST_MEMBERS = 128;
    /** Few rows are written too fast to be stopped, and not for one member alone. */
    private static final CancelToken NEVER = CancelToken.withoutTimeout();

    private final Committer committer;
    private final GroupQueue<Request> queue = new GroupQueue<>(CAPACITY, MOST_MEMBERS, this::serve);

    /** What one transaction wants committed. */
    private record Request(ChangedTable table, CommitInfo info, Durability durability) {}

    GroupCommit(Committer committer) {
        this.committer = committer;
    }

    /** Returns when the rows are in the table, as durable as asked. */
    void commit(ChangedTable table, CommitInfo info, Durability durability, CancelToken cancelToken) {
        queue.submit(new Request(table, info, durability), cancelToken);
    }

    private void serve(List<Member<Request>> members) {
        ChangedTable base = members.stream()
                .map(member -> member.request().table())
                .min(Comparator.comparingLong(ChangedTable::version))
                .orElseThrow();
        List<Member<Request>> group = new ArrayList<>();
        List<Member<Request>> others = new ArrayList<>();
        members.forEach(member -> (member.request().table().isLike(base) ? group : others).add(member));
        if (group.size() > 1) {
            serveTogether(base, group);
        } else {
            serveAlone(group);
        }
        serveAlone(others);
    }

    private void serveAlone(List<Member<Request>> members) {
        for (Member<Request> member : members) {
            Request request = member.request();
            try (PendingFiles files = request.table().stage(NEVER)) {
                committer.commit(request.table().change(files), files, request.info(), request.durability());
                member.done();
            } catch (RuntimeException e) {
                member.fail(e);
            }
        }
    }

    /** @param base the table as the member with the oldest version sees it: what came later is looked at by the commit */
    private void serveTogether(ChangedTable base, List<Member<Request>> members) {
        try (KeyChecks keys = base.newKeyChecks()) {
            List<Member<Request>> late = new ArrayList<>();
            List<Member<Request>> admitted = keys == null ? members : admit(keys, base, members, late);
            if (admitted.size() > 1) {
                publish(keys, base, admitted);
            } else {
                serveAlone(admitted);
            }
            serveAlone(late);
        }
    }

    /**
     * The members that have no key that is taken; the others fail.
     *
     * @param late takes those that may have a key of one that is admitted: it is taken when that one has been committed
     */
    private static List<Member<Request>> admit(
            KeyChecks keys, ChangedTable base, List<Member<Request>> members, List<Member<Request>> late) {
        List<Member<Request>> admitted = new ArrayList<>();
        Checked checked = null;
        for (Member<Request> member : members) {
            PendingRows before = rows(admitted);
            try {
                checked = keys.check(
                        base.base(),
                        checked,
                        base.keyRows(member.request().table().rows()),
                        base.keyRows(before),
                        RowSet.EMPTY);
                admitted.add(member);
            } catch (ConstraintViolationException e) {
                if (admitted.isEmpty()) {
                    member.fail(e);
                } else {
                    late.add(member);
                }
            } catch (RuntimeException e) {
                member.fail(e);
            } finally {
                before.release();
            }
        }
        return admitted;
    }

    private static PendingRows rows(List<Member<Request>> members) {
        return PendingRows.ofAll(
                members.stream().map(member -> member.request().table().rows()).toList());
    }

    private void publish(@Nullable KeyChecks keys, ChangedTable base, List<Member<Request>> members) {
        PendingRows rows = rows(members);
        CommitOutcome outcome;
        try (PendingFiles files = base.stage(rows, NEVER)) {
            outcome = committer.tryCommit(base.change(rows, files, keys), files, mark(members), durability(members));
        } catch (StorageException | ConstraintViolationException | ConflictException e) {
            serveAlone(members);
            return;
        } finally {
            rows.release();
        }
        if (outcome instanceof CommitOutcome.Conflict) {
            serveAlone(members);
        } else if (outcome instanceof CommitOutcome.Unknown unknown) {
            members.forEach(member -> member.fail(new CommitUnknownException(unknown.message(), unknown.cause())));
        } else {
            members.forEach(Member::done);
        }
    }

    private static CommitMark mark(List<Member<Request>> members) {
        return CommitInfo.groupMark(
                members.stream().map(member -> member.request().info()).toList());
    }

    private static Durability durability(List<Member<Request>> members) {
        return members.stream().anyMatch(member -> member.request().durability() == Durability.FULL)
                ? Durability.FULL
                : Durability.OS;
    }
}
