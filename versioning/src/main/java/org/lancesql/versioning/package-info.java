@NullMarked
package org.lancesql.versioning;

import org.jspecify.annotations.NullMarked;
