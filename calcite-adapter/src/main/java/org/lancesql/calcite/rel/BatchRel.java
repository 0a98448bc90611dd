package org.lancesql.calcite.rel;

import org.apache.calcite.rel.RelNode;
import org.lancesql.calcite.runtime.OperatorFactory;

/** A physical operator of the {@linkplain BatchConvention batch convention}. */
public interface BatchRel extends RelNode {
    /** Compiles this operator and its inputs. */
    OperatorFactory compile(CompileContext context);

    /** An input that has been planned to this convention. */
    default OperatorFactory compileInput(int ordinal, CompileContext context) {
        return context.operators((BatchRel) getInput(ordinal));
    }
}
