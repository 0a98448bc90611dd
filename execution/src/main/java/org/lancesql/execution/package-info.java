@NullMarked
package org.lancesql.execution;

import org.jspecify.annotations.NullMarked;
