package org.lancesql.jdbc;

import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Avatica's way to hand over a first result, which our statements do not use: they take all results at once. */
final class PrepareCallbackIgnored implements Meta.PrepareCallback {
    @Override
    public Object getMonitor() {
        return this;
    }

    @Override
    public void clear() {}

    @Override
    public void assign(Meta.Signature signature, Meta.@Nullable Frame firstFrame, long updateCount) {}

    @Override
    public void execute() {}
}
