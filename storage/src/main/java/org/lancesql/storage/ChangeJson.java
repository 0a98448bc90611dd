package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableChange.HeadCheck;
import org.roaringbitmap.RoaringBitmap;

/** A {@link TableChange} as JSON, from which another program can publish it or take it back. */
public final class ChangeJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ChangeJson() {}

    /** The change, its files named: they are to be kept for as long as anybody may read this. */
    public static ObjectNode write(TableChange change) {
        LeasedTable base = (LeasedTable) change.base();
        ObjectNode json = NODES.objectNode();
        json.put("table", base.tableVersion().table());
        json.put("base", base.tableVersion().version());
        json.put("made", made(base));
        ObjectNode removed = json.putObject("removed");
        Map<Integer, String> sorted = new TreeMap<>();
        change.removed()
                .fragments()
                .forEach(id -> sorted.put(id, encode(change.removed().offsets(id))));
        sorted.forEach((id, offsets) -> removed.put(String.valueOf(id), offsets));
        ArrayNode added = json.putArray("added");
        change.added().forEach(files -> added.add(write((StagedFragments) files)));
        return json;
    }

    /** When a version was made, by its manifest: what tells it from that of another table that came to its place. */
    private static String made(LeasedTable base) {
        String problem = "The date of version " + base.tableVersion().version() + " cannot be read";
        return OpenDataset.calling(
                problem,
                () -> base.dataset()
                        .dataset()
                        .getVersion()
                        .getDataTime()
                        .toInstant()
                        .toString());
    }

    private static ObjectNode write(StagedFragments files) {
        ObjectNode json = NODES.objectNode();
        if (!files.replaced().isEmpty()) {
            json.put("replaced", files.replaced().encode());
            json.put("keepIds", files.fragments().stream().anyMatch(fragment -> fragment.getRowIdMeta() != null));
        }
        ArrayNode fragments = json.putArray("fragments");
        for (FragmentMetadata fragment : files.fragments()) {
            ObjectNode one = fragments.addObject();
            one.put("rows", fragment.getPhysicalRows());
            ArrayNode data = one.putArray("files");
            fragment.getFiles().forEach(file -> data.add(write(file)));
        }
        return json;
    }

    private static ObjectNode write(DataFile file) {
        ObjectNode json = NODES.objectNode();
        json.put("path", file.getPath());
        json.set("fields", numbers(file.getFields()));
        json.set("columns", numbers(file.getColumnIndices()));
        json.put("major", file.getFileMajorVersion());
        json.put("minor", file.getFileMinorVersion());
        if (file.getFileSizeBytes() != null) {
            json.put("bytes", file.getFileSizeBytes());
        }
        return json;
    }

    private static ArrayNode numbers(int[] numbers) {
        ArrayNode array = NODES.arrayNode();
        for (int number : numbers) {
            array.add(number);
        }
        return array;
    }

    /** In the portable format of Roaring bitmaps (github.com/RoaringBitmap/RoaringFormatSpec), in Base64. */
    private static String encode(RoaringBitmap offsets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            offsets.serialize(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Name of the table of a change. */
    public static String table(JsonNode json) {
        return json.path("table").asText();
    }

    /**
     * The version that a change was made against.
     *
     * @throws IllegalArgumentException when this is not the JSON of a change
     */
    public static TableVersion base(JsonNode json) {
        return new TableVersion(table(json), whole(json, "base"));
    }

    /** Whether a version is the one that a change was made against, and not one of a table that came to its place. */
    public static boolean isOf(JsonNode json, TableHandle base) {
        return base.tableVersion().equals(base(json))
                && made((LeasedTable) base).equals(json.path("made").asText());
    }

    /**
     * Reads a change.
     *
     * @param base its base; borrowed
     * @param check see {@link TableChange#check}
     * @throws StorageException DAMAGED when this is not the JSON of a change
     */
    public static TableChange read(JsonNode json, TableHandle base, @Nullable HeadCheck check) {
        LeasedTable leased = (LeasedTable) base;
        TableVersion version = base.tableVersion();
        try {
            return new TableChange(base, removed(json), added(json, leased), check);
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException | IOException e) { // what readers of Base64 and bitmaps throw at bytes that are none
            throw new StorageException(
                    Reason.DAMAGED, "The change of table " + version.table() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static RowSet removed(JsonNode json) throws IOException {
        RowSet.Builder rows = new RowSet.Builder();
        JsonNode fragments = required(json, "removed");
        if (!fragments.isObject()) {
            throw new IllegalArgumentException("\"removed\" is no object");
        }
        for (Map.Entry<String, JsonNode> fragment : fragments.properties()) {
            RoaringBitmap offsets = new RoaringBitmap();
            offsets.deserialize(ByteBuffer.wrap(
                    Base64.getDecoder().decode(fragment.getValue().asText())));
            rows.addAll(Integer.parseInt(fragment.getKey()), offsets);
        }
        return rows.build();
    }

    private static List<StagedFiles> added(JsonNode json, LeasedTable base) {
        List<StagedFiles> added = new ArrayList<>();
        for (JsonNode files : array(json, "added")) {
            added.add(files(files, base));
        }
        return added;
    }

    private static StagedFiles files(JsonNode json, LeasedTable base) {
        List<FragmentMetadata> fragments = new ArrayList<>();
        for (JsonNode fragment : array(json, "fragments")) {
            List<DataFile> files = new ArrayList<>();
            array(fragment, "files").forEach(file -> files.add(file(file)));
            long rows = whole(fragment, "rows");
            fragments.add(new FragmentMetadata(0, files, rows, null, null));
        }
        OpenDataset dataset = base.dataset();
        StagedFragments staged = new StagedFragments(
                base.tableVersion(),
                dataset.key().directory(),
                dataset.identity(),
                OpenDataset.calling("Columns cannot be read", dataset::shape),
                base.hasStableRowIds(),
                fragments,
                RowIds.NONE);
        if (!json.has("replaced")) {
            return staged;
        }
        long[] ids = RowIds.decode(json.path("replaced").asText());
        return json.path("keepIds").asBoolean() ? staged.withRowIds(ids) : staged.replacing(ids);
    }

    private static DataFile file(JsonNode json) {
        Long bytes = json.has("bytes") ? Long.valueOf(whole(json, "bytes")) : null;
        return new DataFile(
                required(json, "path").asText(),
                numbers(json, "fields"),
                numbers(json, "columns"),
                Math.toIntExact(whole(json, "major")),
                Math.toIntExact(whole(json, "minor")),
                bytes,
                null);
    }

    private static int[] numbers(JsonNode json, String name) {
        JsonNode array = array(json, name);
        int[] numbers = new int[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.path(i).isInt()) {
                throw new IllegalArgumentException("\"" + name + "\" is " + array + ", and not numbers");
            }
            numbers[i] = array.path(i).intValue();
        }
        return numbers;
    }

    private static JsonNode array(JsonNode json, String name) {
        JsonNode array = required(json, name);
        if (!array.isArray()) {
            throw new IllegalArgumentException("\"" + name + "\" is no array");
        }
        return array;
    }

    private static long whole(JsonNode json, String name) {
        JsonNode number = required(json, name);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw new IllegalArgumentException("\"" + name + "\" is " + number + ", and not a whole number from 0 on");
        }
        return number.longValue();
    }

    private static JsonNode required(JsonNode json, String name) {
        JsonNode found = json.get(name);
        if (found == null) {
            throw new IllegalArgumentException("it has no \"" + name + "\"");
        }
        return requireNonNull(found);
    }
}
