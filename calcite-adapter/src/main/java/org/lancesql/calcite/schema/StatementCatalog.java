package org.lancesql.calcite.schema;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.RelationName.Kind;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.versionpin.Pin;
import org.lancesql.calcite.versionpin.PinValues;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.mutation.Cut;
import org.lancesql.mutation.session.DatabaseNames;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.ViewCatalog;
import org.lancesql.versioning.ViewDefinition;

/** What the names in one statement mean. Remembers each answer, so that a statement sees one meaning of a name. */
public final class StatementCatalog {
    private static final char DEFINED = '\u0002';
    private static final Pattern DEFINED_NAME = Pattern.compile(DEFINED + "\\d+");

    private final StoreTables main;
    private final @Nullable StoreTables temporary;
    private final Map<String, ViewDefinition> views;
    private final SchemaName current;
    private final SystemSchema system;
    private final PinResolver pins;
    private final Map<String, String> inexact = new HashMap<>();
    private final Set<RelationName> describing = new HashSet<>();
    private final Map<String, SystemTable> defined;
    private boolean isAsked;

    /**
     * The names that a session sees, and the tables as its open transaction reads them.
     *
     * @param snapshots for sessions without a transaction
     * @param values what the expressions in references to versions mean
     */
    public StatementCatalog(
            TableStore store,
            SnapshotReader snapshots,
            ViewCatalog views,
            SessionState session,
            SystemSchema system,
            PinValues values) {
        this(
                store,
                snapshots,
                views,
                session,
                session.transactions().names().orElse(null),
                system,
                new PinResolver(values, session.snapshot()));
    }

    private StatementCatalog(
            TableStore store,
            SnapshotReader snapshots,
            ViewCatalog views,
            SessionState session,
            @Nullable DatabaseNames pinned,
            SystemSchema system,
            PinResolver pins) {
        this(
                new StoreTables(store, names(pinned, pins), table -> read(table, session, snapshots), pins),
                session.temporary()
                        .find()
                        .map(temporary ->
                                new StoreTables(temporary, null, table -> read(table, session, snapshots), pins))
                        .orElse(null),
                pinned == null ? views.views() : pinned.views(),
                session.schema(),
                system,
                pins,
                new HashMap<>());
    }

    /** Names of the tables; null for those on disk. */
    private static @Nullable List<String> names(@Nullable DatabaseNames pinned, PinResolver pins) {
        if (pins.session().isPresent()) {
            return List.copyOf(pins.session().get().tables());
        }
        return pinned == null
                ? null
                : pinned.tables().stream().map(StoredTable::name).sorted().toList();
    }

    private static Cut read(StoredTable table, SessionState session, SnapshotReader snapshots) {
        return session.transactions()
                .reading()
                .map(transaction -> transaction.cut(List.of(table)))
                .orElseGet(() -> new Cut(snapshots.read(List.of(table)), Map.of()));
    }

    private StatementCatalog(
            StoreTables main,
            @Nullable StoreTables temporary,
            Map<String, ViewDefinition> views,
            SchemaName current,
            SystemSchema system,
            PinResolver pins,
            Map<String, SystemTable> defined) {
        this.main = main;
        this.temporary = temporary;
        this.views = views;
        this.current = current;
        this.system = system;
        this.pins = pins;
        this.defined = defined;
    }

    /** What the query of a view sees: the database without the session, and without one of the views. */
    public StatementCatalog forView(@Nullable String without) {
        Map<String, ViewDefinition> others = new LinkedHashMap<>(views);
        if (without != null) {
            others.remove(without);
        }
        return new StatementCatalog(main, null, others, SchemaName.MAIN, system, pins, defined);
    }

    /** The schema in which names without one are looked up, after the temporary tables. */
    public SchemaName currentSchema() {
        return current;
    }

    /** The views as this statement sees them. */
    public Map<String, ViewDefinition> views() {
        return views;
    }

    /** Finds the versions of pinned references. */
    public PinResolver pins() {
        return pins;
    }

    /** Names of the database's tables. */
    public List<String> tableNames() {
        return main.names();
    }

    List<String> temporaryNames() {
        return temporary == null ? List.of() : temporary.names();
    }

    /** Names of the database's tables and views, sorted. */
    public Collection<String> relationNames() {
        TreeSet<String> names = new TreeSet<>(tableNames());
        names.addAll(views.keySet());
        return names;
    }

    /** Names that can be written without a schema, sorted. */
    public Collection<String> visibleNames() {
        TreeSet<String> names = new TreeSet<>(temporaryNames());
        names.addAll(names(current));
        return names;
    }

    /** Names that a misspelt one may mean. */
    public Collection<String> namesNear(String name) {
        TreeSet<String> names = new TreeSet<>(visibleNames());
        names.addAll(relationNames());
        TableRelation.near(name).stream()
                .filter(relation -> find(null, relation).isPresent())
                .forEach(names::add);
        return names;
    }

    private Collection<String> names(SchemaName schema) {
        return switch (schema) {
            case MAIN -> relationNames();
            case TEMPORARY -> temporaryNames();
            case INFORMATION -> system.names();
        };
    }

    /** All relations, by schema and name. */
    public List<RelationName> relations() {
        List<RelationName> relations = new ArrayList<>();
        for (SchemaName schema : List.of(SchemaName.INFORMATION, SchemaName.MAIN, SchemaName.TEMPORARY)) {
            names(schema).forEach(name -> relations.add(relation(schema, name)));
        }
        return relations;
    }

    private RelationName relation(SchemaName schema, String stored) {
        return new RelationName(
                schema,
                stored,
                switch (schema) {
                    case MAIN -> tableNames().contains(stored) ? Kind.TABLE : Kind.VIEW;
                    case TEMPORARY -> Kind.TEMPORARY_TABLE;
                    case INFORMATION -> Kind.SYSTEM_VIEW;
                });
    }

    /** What its names rest on; complete once the statement is planned. */
    public NameMeanings meanings() {
        return new NameMeanings(current, temporaryNames(), views, inexact, describing, pins.session(), isAsked);
    }

    /** The tables that were asked for so far. */
    public Collection<LanceTable> usedTables() {
        List<LanceTable> used = new ArrayList<>(main.used());
        if (temporary != null) {
            used.addAll(temporary.used());
        }
        return used;
    }

    /**
     * The name of a table or view of the database as it is stored: an exact match, else the only match without case.
     *
     * @throws StatementException when several names differ from it by case only
     */
    public Optional<String> storedName(String name) {
        if (tableNames().contains(name) || views.containsKey(name)) {
            return Optional.of(name);
        }
        Optional<String> match = onlyMatch(name, relationNames());
        match.ifPresent(stored -> inexact.put(name, stored));
        return match;
    }

    private static Optional<String> onlyMatch(String name, Collection<String> candidates) {
        if (candidates.contains(name)) {
            return Optional.of(name);
        }
        List<String> matches =
                candidates.stream().filter(name::equalsIgnoreCase).toList();
        if (matches.size() > 1) {
            throw new StatementException(
                    Reason.AMBIGUOUS_NAME,
                    "The name " + name + " is ambiguous: " + String.join(", ", matches)
                            + " differ by case only; write one of them exactly, in double quotes if needed");
        }
        return matches.stream().findFirst();
    }

    /**
     * The table or view of a name.
     *
     * @param schema where to look, or null for the temporary tables and then the current schema
     */
    public Optional<RelationName> find(@Nullable SchemaName schema, String name) {
        isAsked = true;
        if (schema == null) {
            return find(SchemaName.TEMPORARY, name).or(() -> find(current, name));
        }
        Optional<String> stored = schema == SchemaName.MAIN ? storedName(name) : onlyMatch(name, names(schema));
        return stored.map(found -> relation(schema, found)).or(() -> describing(schema, name));
    }

    /** A relation that describes a table, unless a table or view has its name. */
    private Optional<RelationName> describing(SchemaName schema, String name) {
        if (schema == SchemaName.INFORMATION) {
            return Optional.empty();
        }
        Optional<RelationName> found = TableRelation.parse(name)
                .flatMap(parts -> find(schema, parts.table())
                        .filter(RelationName::isTable)
                        .map(table -> new RelationName(schema, parts.relation().of(table.name()), Kind.SYSTEM_VIEW)));
        found.ifPresent(describing::add);
        return found;
    }

    /**
     * Adds a table that only this statement and the views in it know.
     *
     * @param shown name that it has in messages and metadata
     * @param made makes the table of its name
     * @return the name, which nobody can know
     */
    public String define(String shown, Function<String, SystemTable> made) {
        String name = shown + DEFINED + defined.size();
        defined.put(name, made.apply(name));
        return name;
    }

    /** The table of a name that {@link #define} has given. */
    Optional<SystemTable> defined(String name) {
        return Optional.ofNullable(defined.get(name));
    }

    /** A table's name as it is shown. */
    public static String shown(String name) {
        int end = name.indexOf(DEFINED);
        return end < 0 ? name : name.substring(0, end);
    }

    /** A text with the names of tables in it as they are shown. */
    public static String shownIn(String text) {
        return text.indexOf(DEFINED) < 0 ? text : DEFINED_NAME.matcher(text).replaceAll("");
    }

    /** The table that the engine computes for a name that {@link #find} has found. */
    public SystemTable system(RelationName name) {
        if (name.schema() == SchemaName.INFORMATION) {
            return system.find(name.name()).orElseThrow();
        }
        TableRelation.Name parts = TableRelation.parse(name.name()).orElseThrow();
        StoreTables tables = name.schema() == SchemaName.MAIN ? main : requireNonNull(temporary);
        return system.describing(tables.stored(parts.table()), parts.relation());
    }

    /** The table of a stored name, at its newest version or at the pinned one; empty if it is a view. */
    public Optional<LanceTable> table(SchemaName schema, PinnedName name) {
        StoreTables tables = switch (schema) {
            case MAIN -> main;
            case TEMPORARY -> temporary;
            case INFORMATION -> null;
        };
        boolean isOfSnapshot = schema == SchemaName.MAIN && pins.session().isPresent();
        return tables == null
                ? Optional.empty()
                : tables.find(isOfSnapshot ? name.withDefault(new Pin.OfSession()) : name);
    }

    /** A table at its newest version. */
    public LanceTable requireTable(RelationName name) {
        return table(name.schema(), PinnedName.plain(name.name()))
                .orElseThrow(() -> new StorageException(
                        StorageException.Reason.TABLE_NOT_FOUND, "Table " + name.name() + " does not exist"));
    }
}
