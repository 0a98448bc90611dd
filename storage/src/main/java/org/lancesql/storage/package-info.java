@NullMarked
package org.lancesql.storage;

import org.jspecify.annotations.NullMarked;
