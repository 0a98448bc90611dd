/** What of a database a statement sees: consistent snapshots, versions by name, and views. */
@NullMarked
package org.lancesql.versioning;

import org.jspecify.annotations.NullMarked;
