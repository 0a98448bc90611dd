package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

/**
 * A row for each item of a list, or entry of a map, of each row of the input: the input's columns, then the item or its
 * members, then if wanted its position from 1. A row whose list is null or empty gives none or, if wanted, one with nulls.
 */
public final class UnnestOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final BatchOperator input;
    private final int column;
    private final boolean keepsEmpty;
    private final boolean withPositions;
    private final List<Field> itemFields;
    private final List<Field> inputFields;
    private final ExecutionContext context;

    private @Nullable Batch current;
    private int nextRow;
    private int nextItem;

    /**
     * Takes ownership of {@code input}, unless it throws.
     *
     * @param column the list or map
     * @param itemFields names and types of what follows the input's columns: of an item, or of each member of items that are
     *     structs, then if {@code withPositions} of a 32-bit or 64-bit integer
     */
    public UnnestOperator(
            BatchOperator input,
            int column,
            boolean keepsEmpty,
            boolean withPositions,
            List<Field> itemFields,
            ExecutionContext context) {
        ArrowType type = input.fields().get(column).getType();
        if (!(type instanceof ArrowType.List) && !(type instanceof ArrowType.Map)) {
            throw new IllegalArgumentException("Column " + column + " of type " + type + " has no items");
        }
        this.input = input;
        this.column = column;
        this.keepsEmpty = keepsEmpty;
        this.withPositions = withPositions;
        this.itemFields = List.copyOf(itemFields);
        this.inputFields = input.fields();
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>(inputFields);
        fields.addAll(itemFields);
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.cancelToken().check();
            if (current == null) {
                current = input.next();
                nextRow = 0;
                nextItem = 0;
                if (current == null) {
                    return null;
                }
            }
            Batch result = items(current);
            if (nextRow == current.rowCount()) {
                current.close();
                current = null;
            }
            if (result != null) {
                return result;
            }
        }
    }

    /** The next items of a batch; null when it has no more. */
    private @Nullable Batch items(Batch batch) {
        ListVector lists = (ListVector) batch.column(column);
        long[] rows = new long[BATCH_ROWS];
        long[] items = new long[BATCH_ROWS];
        int[] positions = new int[BATCH_ROWS];
        int count = 0;
        int startRow = nextRow;
        int startItem = nextItem;
        while (count < BATCH_ROWS && nextRow < batch.rowCount()) {
            int row = batch.selection().position(nextRow);
            int length = lists.isNull(row) ? 0 : lists.getElementEndIndex(row) - lists.getElementStartIndex(row);
            boolean pads = length == 0 && keepsEmpty;
            if (nextItem < length || pads) {
                rows[count] = RowAddress.of(0, row);
                items[count] = pads ? RowAddress.NONE : RowAddress.of(0, lists.getElementStartIndex(row) + nextItem);
                positions[count++] = nextItem++;
            }
            if (nextItem >= length) {
                nextRow++;
                nextItem = 0;
            }
        }
        if (count == 0) {
            return null;
        }
        Batch result = batch(batch, lists, rows, items, positions, count);
        if (result.rowCount() < count) {
            advance(batch, lists, startRow, startItem, result.rowCount());
        }
        return result;
    }

    /** Sets the next item to the one so many behind another. */
    private void advance(Batch batch, ListVector lists, int fromRow, int fromItem, int count) {
        nextRow = fromRow;
        nextItem = fromItem;
        for (int left = count; left > 0; ) {
            int row = batch.selection().position(nextRow);
            int length = lists.isNull(row) ? 0 : lists.getElementEndIndex(row) - lists.getElementStartIndex(row);
            left -= nextItem < length || length == 0 && keepsEmpty ? 1 : 0;
            nextItem++;
            if (nextItem >= length) {
                nextRow++;
                nextItem = 0;
            }
        }
    }

    private Batch batch(Batch batch, ListVector lists, long[] rows, long[] items, int[] positions, int count) {
        try (OwnedVectors columns = new OwnedVectors()) {
            Batch kept = new Gather(inputFields, List.of(batch)).gather(rows, 0, count, context.allocator());
            kept.columns().forEach(columns::add);
            int fit = kept.rowCount();
            long[] fitting = Arrays.copyOf(items, fit);
            List<FieldVector> members = members(lists.getDataVector());
            for (int i = 0; i < members.size(); i++) {
                columns.add(Gather.slots(
                        itemFields.get(i),
                        List.of(members.get(i)),
                        isStruct(lists) ? present(fitting, lists.getDataVector()) : fitting,
                        context.allocator()));
            }
            if (withPositions) {
                columns.add(positions(fitting, positions));
            }
            return new Batch(columns.release(), fit, Selection.all(fit));
        }
    }

    private boolean isStruct(ListVector lists) {
        return members(lists.getDataVector()).get(0) != lists.getDataVector();
    }

    /** The vectors of the items, or of the members of items that become several columns. */
    private List<FieldVector> members(FieldVector items) {
        int wanted = itemFields.size() - (withPositions ? 1 : 0);
        boolean whole = wanted == 1
                && items.getField().getType().equals(itemFields.get(0).getType())
                && items.getChildrenFromFields().size()
                        == itemFields.get(0).getChildren().size();
        List<FieldVector> members = whole ? List.of(items) : items.getChildrenFromFields();
        if (members.size() != wanted) {
            throw new IllegalStateException(items.getField() + " is no item of " + itemFields);
        }
        return members;
    }

    /** The rows without those whose struct is null, whose members may be anything. */
    private static long[] present(long[] rows, FieldVector structs) {
        return IntStream.range(0, rows.length)
                .mapToLong(i -> rows[i] == RowAddress.NONE || structs.isNull(RowAddress.position(rows[i]))
                        ? RowAddress.NONE
                        : rows[i])
                .toArray();
    }

    private FieldVector positions(long[] items, int[] positions) {
        FieldVector vector = Vectors.create(itemFields.get(itemFields.size() - 1), context.allocator(), items.length);
        for (int i = 0; i < items.length; i++) {
            if (items[i] != RowAddress.NONE) {
                Vectors.setLong(vector, i, positions[i] + 1L);
            }
        }
        vector.setValueCount(items.length);
        return vector;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        input.close();
    }
}
