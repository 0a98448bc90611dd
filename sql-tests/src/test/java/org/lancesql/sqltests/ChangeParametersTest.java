package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters of statements that change rows are numbered as in the text, and have the types of their columns. */
class ChangeParametersTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "update t set name = ?, price = ?, d = ? where id = ? returning price + ?"
                        + "; VARCHAR DECIMAL DATE INTEGER DECIMAL",
                "update t set (name, d) = (?, ?) where id = ?; VARCHAR DATE INTEGER",
                "update t set (name, d) = (select ?, max(x.d) from t as x where x.id = ?) where id = ?"
                        + "; VARCHAR INTEGER INTEGER",
                "insert into t values (?, ?, ?, ?) on conflict (id) do update set name = ?, price = t.price + ?"
                        + " where t.id < ?; INTEGER VARCHAR DECIMAL DATE VARCHAR DECIMAL INTEGER",
                "insert into t (d, id) select ?, ? returning id; DATE INTEGER",
                "merge into t using (values (?, ?)) as s (id, d) on s.id = t.id when matched and t.price > ? then"
                        + " update set d = ? when not matched then insert (id, name) values (s.id, ?)"
                        + "; INTEGER DATE DECIMAL DATE VARCHAR",
                "delete from t where price < ? returning id + ?; DECIMAL INTEGER"
            })
    void parametersAreTypedInTheOrderOfTheText(String sql, String types) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table t (id int primary key, name varchar(10), price decimal(8, 2), d date)");
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                ParameterMetaData parameters = statement.getParameterMetaData();
                StringBuilder found = new StringBuilder();
                for (int i = 1; i <= parameters.getParameterCount(); i++) {
                    found.append(i == 1 ? "" : " ").append(parameters.getParameterTypeName(i));
                }
                assertThat(found.toString()).isEqualTo(types);
            }
        }
    }
}
