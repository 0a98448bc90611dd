/** Programs that measure LanceSQL beside others, on the same data, in one run. Never part of the tests. */
@NullMarked
package org.lancesql.benchmarks;

import org.jspecify.annotations.NullMarked;
