package org.lancesql.jdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What would be served by guessing is refused; a server that starts all the same would never end. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ServerCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aNameForTwoDirectoriesIsRefused() {
        String first = "sales=" + directory.resolve("a");
        String second = "sales=" + directory.resolve("b");
        assertThat(Main.run("server", "--port", "0", "--database", first, "--database", second))
                .isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDatabaseWithoutNameOrDirectoryIsRefused() {
        for (String database : new String[] {"sales", "=" + directory, "sales="}) {
            assertThat(Main.run("server", "--port", "0", "--database", database))
                    .as(database)
                    .isEqualTo(2);
        }
    }
}
