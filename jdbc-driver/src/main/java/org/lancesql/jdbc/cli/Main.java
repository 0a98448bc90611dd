package org.lancesql.jdbc.cli;

import org.lancesql.jdbc.LanceDriver;
import org.lancesql.jdbc.Slf4jNotices;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** What {@code ./lancesql} and {@code java -jar lancesql-jdbc.jar} run. */
@Command(
        name = "lancesql",
        description = "SQL over directories of Lance tables.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            ShellCommand.class,
            ServerCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit code: 0 for success, 1 for a failure, 2 for wrong arguments. */
    public static void main(String[] arguments) {
        Slf4jNotices.silenceWithoutProvider();
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(Failures.describe(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        if (arguments.length == 0) {
            commandLine.usage(commandLine.getOut());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(arguments);
    }

    /** Name and version of the driver, the JVM and the system. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "LanceSQL " + new LanceDriver().getDriverVersion().versionString,
                "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }
}
