package org.lancesql.calcite.plan;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Collects the names that a statement puts before a dot and nowhere else, as it does with those of schemas. */
final class Qualifiers extends SqlBasicVisitor<@Nullable Void> {
    private final Set<String> names = new HashSet<>();
    private final Set<String> simple = new HashSet<>();

    private Qualifiers() {}

    static Set<String> of(SqlNode statement) {
        Qualifiers qualifiers = new Qualifiers();
        statement.accept(qualifiers);
        qualifiers.names.removeAll(qualifiers.simple);
        return qualifiers.names;
    }

    @Override
    public @Nullable Void visit(SqlIdentifier identifier) {
        if (identifier.isSimple()) {
            simple.add(identifier.getSimple());
        }
        names.addAll(identifier.names.subList(0, identifier.names.size() - 1));
        return null;
    }
}
