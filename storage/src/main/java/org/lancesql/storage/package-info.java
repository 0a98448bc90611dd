/** The only code that touches Lance: opens, scans, stages and commits tables, and answers in words of its own. */
@NullMarked
package org.lancesql.storage;

import org.jspecify.annotations.NullMarked;
