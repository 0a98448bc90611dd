/** What LanceSQL promises, proved through JDBC; of the engine itself only the driver's leak report is looked at. */
package org.lancesql.sqltests;
