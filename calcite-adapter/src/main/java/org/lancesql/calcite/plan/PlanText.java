package org.lancesql.calcite.plan;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.estimates.JoinEstimates;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.versionpin.PinnedName;

/** Prints a physical plan for people: operators, what scans absorbed, estimated rows, crossings between conventions. */
final class PlanText extends RelWriterImpl {
    private final PrintWriter out;
    private final @Nullable ProfileText profile;

    private PlanText(PrintWriter out, @Nullable ProfileText profile) {
        super(out, SqlExplainLevel.EXPPLAN_ATTRIBUTES, false);
        this.out = out;
        this.profile = profile;
    }

    /** @param profile what the operators did; null for a plan that was not executed */
    static List<String> lines(RelNode plan, @Nullable ProfileText profile) {
        RelMetadataQueryBase.THREAD_PROVIDERS.set(JaninoRelMetadataProvider.of(JoinEstimates.PROVIDER));
        try {
            StringWriter text = new StringWriter();
            PrintWriter writer = new PrintWriter(text);
            plan.explain(new PlanText(writer, profile));
            writer.flush();
            return StatementCatalog.shownIn(PinnedName.humanise(text.toString()))
                    .lines()
                    .toList();
        } finally {
            RelMetadataQueryBase.THREAD_PROVIDERS.remove();
        }
    }

    @Override
    protected void explain_(RelNode rel, List<Pair<String, @Nullable Object>> values) {
        RelMetadataQuery query = rel.getCluster().getMetadataQuery();
        StringBuilder line = new StringBuilder();
        spacer.spaces(line);
        line.append(rel.getRelTypeName());
        String separator = "(";
        for (Pair<String, @Nullable Object> value : values) {
            if (!(value.right instanceof RelNode)) {
                line.append(separator)
                        .append(value.left)
                        .append("=[")
                        .append(value.right)
                        .append(']');
                separator = ", ";
            }
        }
        if (separator.equals(", ")) {
            line.append(')');
        }
        line.append("  ~").append(Math.round(query.getRowCount(rel))).append(" rows");
        if (profile != null) {
            line.append(profile.of(rel));
        }
        out.println(line);
        spacer.add(2);
        explainInputs(rel.getInputs());
        spacer.subtract(2);
    }

    private void explainInputs(List<RelNode> inputs) {
        for (RelNode input : inputs) {
            input.explain(this);
        }
    }
}
