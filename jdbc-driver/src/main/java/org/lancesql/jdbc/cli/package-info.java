@NullMarked
package org.lancesql.jdbc.cli;

import org.jspecify.annotations.NullMarked;
