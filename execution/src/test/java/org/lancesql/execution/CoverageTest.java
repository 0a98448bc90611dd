package org.lancesql.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lancesql.execution.aggregate.AggregateFunction;
import org.lancesql.execution.operator.OperatorCheck;
import org.lancesql.execution.window.WindowFunction;

/**
 * Each operator and each function is named by a test that compares with a reference: what the compiled classes name is
 * found, so that a new one without such a test fails here.
 */
class CoverageTest {
    private static final Path MAIN = folder(BatchOperator.class);
    private static final Path TESTS = folder(CoverageTest.class);
    private static final String KERNEL_CHECK = "org/lancesql/execution/kernel/KernelCheck";

    private static Path folder(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    @Test
    void eachOperatorIsComparedWithAReference() throws IOException {
        List<String> tests = testsNaming(internalName(OperatorCheck.class));
        List<Class<?>> operators = new ArrayList<>();
        for (Path file : classFiles(MAIN)) {
            Class<?> type = load(file);
            if (BatchOperator.class.isAssignableFrom(type) && !type.isInterface()) {
                operators.add(type.getNestHost());
            }
        }
        // One that is not public belongs to a class that tests can reach.
        operators.removeIf(type -> !Modifier.isPublic(type.getModifiers()));
        assertThat(operators).hasSizeGreaterThan(15);
        operators.removeIf(type -> tests.stream().anyMatch(test -> test.contains(internalName(type))));
        assertThat(operators)
                .as("operators that no test with OperatorCheck names")
                .isEmpty();
    }

    @Test
    void eachScalarFunctionIsComparedWithAReference() throws IOException {
        assertNamed(ScalarFunction.values(), testsNaming(KERNEL_CHECK));
    }

    @Test
    void eachAggregateAndWindowFunctionIsComparedWithAReference() throws IOException {
        List<String> tests = testsNaming(internalName(OperatorCheck.class));
        assertNamed(AggregateFunction.values(), tests);
        assertNamed(WindowFunction.values(), tests);
    }

    private static void assertNamed(Enum<?>[] functions, List<String> tests) {
        assertThat(functions)
                .as("functions that no test with a reference names")
                .filteredOn(function -> tests.stream().noneMatch(test -> names(test, function)))
                .isEmpty();
    }

    private static boolean names(String test, Enum<?> function) {
        return test.contains(internalName(function.getDeclaringClass()))
                && test.contains((char) function.name().length() + function.name());
    }

    /** The bytes of the classes of each test, as a text in which the names stand behind their lengths. */
    private static List<String> testsNaming(String type) throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (Path file : classFiles(TESTS)) {
            String test = TESTS.relativize(file).toString().replaceAll("[.$].*", "");
            if (test.endsWith("Test") && !test.endsWith("CoverageTest")) {
                tests.merge(test, Files.readString(file, StandardCharsets.ISO_8859_1), String::concat);
            }
        }
        return tests.values().stream().filter(content -> content.contains(type)).toList();
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static Class<?> load(Path file) {
        String name = MAIN.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
        try {
            return Class.forName(name, false, CoverageTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}
