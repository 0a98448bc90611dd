@NullMarked
package org.lancesql.mutation;

import org.jspecify.annotations.NullMarked;
