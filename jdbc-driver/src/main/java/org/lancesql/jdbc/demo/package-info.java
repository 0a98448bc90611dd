@NullMarked
package org.lancesql.jdbc.demo;

import org.jspecify.annotations.NullMarked;
