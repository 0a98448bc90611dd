package org.lancesql.jdbc.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.jdbc.LanceDriver;

class DemoTest {
    private static final double SCALE = 0.002;

    @TempDir
    private Path directory;

    private String runDemo() throws SQLException {
        StringWriter out = new StringWriter();
        assertThat(DriverManager.getDriver("jdbc:lance:")).isInstanceOf(LanceDriver.class);
        new Demo(directory.resolve("tpch data"), SCALE, new PrintWriter(out), false).run();
        return out.toString();
    }

    @Test
    void demoRunsOnNewDataAndAgainOnTheSame() throws SQLException {
        assertThat(runDemo())
                .contains("lineitem")
                .contains("ATLANTIS")
                .contains("./lancesql shell '" + directory.resolve("tpch data") + "'");
        assertThat(runDemo()).contains("The tables are there already.");
    }

    @Test
    void tablesHaveTheColumnsOfTpchAndNoNulls() throws SQLException {
        TpchLoader loader = new TpchLoader(SCALE, TpchLoader.Progress.NONE);
        assertThat(loader.load(directory)).isEqualTo(TpchLoader.tableNames());
        assertThat(loader.load(directory)).isEmpty();
        try (var connection = DriverManager.getConnection("jdbc:lance:" + directory);
                ResultSet columns = connection.getMetaData().getColumns(null, null, "lineitem", "l\\_extended%")) {
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("l_extendedprice");
            assertThat(columns.getString("TYPE_NAME")).isEqualTo("DECIMAL");
            assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(15);
            assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(2);
            assertThat(columns.getString("IS_NULLABLE")).isEqualTo("NO");
            assertThat(columns.getInt("ORDINAL_POSITION")).isEqualTo(6);
            assertThat(columns.next()).isFalse();
        }
        try (var connection = DriverManager.getConnection("jdbc:lance:" + directory);
                ResultSet tables = connection.getMetaData().getTables(null, "main", "part%", new String[] {"TABLE"})) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("part");
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("partsupp");
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void directoryWithAnotherScaleIsRefused() {
        new TpchLoader(SCALE, TpchLoader.Progress.NONE).load(directory);
        TpchLoader other = new TpchLoader(SCALE * 2, TpchLoader.Progress.NONE);
        assertThatThrownBy(() -> other.load(directory))
                .hasMessageContaining("TPC-H at scale " + SCALE)
                .hasMessageContaining("choose another directory");
    }
}
