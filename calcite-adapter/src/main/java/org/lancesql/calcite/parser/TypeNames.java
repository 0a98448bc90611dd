package org.lancesql.calcite.parser;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Names of types that other databases have for the same thing. Called by the generated parser. */
public final class TypeNames {
    private static final Map<String, SqlTypeName> ALIASES = Map.ofEntries(
            Map.entry("BOOL", SqlTypeName.BOOLEAN),
            Map.entry("INT1", SqlTypeName.TINYINT),
            Map.entry("INT2", SqlTypeName.SMALLINT),
            Map.entry("INT4", SqlTypeName.INTEGER),
            Map.entry("INT8", SqlTypeName.BIGINT),
            Map.entry("FLOAT4", SqlTypeName.REAL),
            Map.entry("FLOAT8", SqlTypeName.DOUBLE),
            Map.entry("TEXT", SqlTypeName.VARCHAR),
            Map.entry("STRING", SqlTypeName.VARCHAR),
            Map.entry("BYTEA", SqlTypeName.VARBINARY),
            Map.entry("TIMESTAMPTZ", SqlTypeName.TIMESTAMP_TZ));

    private static final Map<String, StoredTypeNameSpec.Form> FORMS = Map.of(
            "HALF", StoredTypeNameSpec.Form.HALF,
            "FLOAT2", StoredTypeNameSpec.Form.HALF,
            "JSON", StoredTypeNameSpec.Form.JSON);

    private TypeNames() {}

    /** Names that a type may have, for those who look for the one that was meant. */
    public static Set<String> known() {
        Set<String> names = new TreeSet<>(ALIASES.keySet());
        names.addAll(FORMS.keySet());
        ALIASES.values().forEach(type -> names.add(type.getName()));
        names.addAll(List.of("INT", "DECIMAL", "NUMERIC", "FLOAT", "DATE", "TIME", "TIMESTAMP", "INTERVAL"));
        names.addAll(List.of("CHAR", "BINARY", "BLOB", "UUID", "VECTOR", "MAP", "ROW"));
        names.remove(SqlTypeName.TIMESTAMP_TZ.getName());
        return names;
    }

    /** The type of a name that the grammar does not know; if nobody does, one that the validator refuses. */
    public static SqlTypeNameSpec of(SqlIdentifier name, SqlParserPos position) {
        String key = name.isSimple() ? name.getSimple().toUpperCase(Locale.ROOT) : "";
        if (ALIASES.containsKey(key)) {
            return new SqlBasicTypeNameSpec(ALIASES.get(key), position);
        }
        return FORMS.containsKey(key)
                ? new StoredTypeNameSpec(FORMS.get(key), position)
                : new SqlUserDefinedTypeNameSpec(name, position);
    }
}
