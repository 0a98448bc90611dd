@NullMarked
package org.lancesql.jdbc.errors;

import org.jspecify.annotations.NullMarked;
