@NullMarked
package org.lancesql.jdbc.result;

import org.jspecify.annotations.NullMarked;
