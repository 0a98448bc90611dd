package org.lancesql.execution.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Casts text to any other scalar. */
final class TextParseKernel extends Kernel {
    TextParseKernel(Field field, List<Expression> arguments) {
        super(field, arguments);
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        Argument argument = arguments.get(0);
        TextParser parser = new TextParser(resultType(), context.timeZone());
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            byte[] text = Bytes.copy(argument.bytesAddress(row), argument.bytesLength(row));
            Vectors.set(result, row, parser.parse(new String(text, StandardCharsets.UTF_8)));
        }
    }
}
