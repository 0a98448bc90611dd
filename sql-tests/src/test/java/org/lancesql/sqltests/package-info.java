/** What LanceSQL promises, proved through JDBC: nothing here reaches into the engine. */
package org.lancesql.sqltests;
