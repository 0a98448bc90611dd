/** The server: Avatica's protocol over HTTP, for the standard thin client, over the same engine as the driver. */
@NullMarked
package org.lancesql.jdbc.server;

import org.jspecify.annotations.NullMarked;
