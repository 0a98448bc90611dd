@NullMarked
package org.lancesql.jdbc;

import org.jspecify.annotations.NullMarked;
