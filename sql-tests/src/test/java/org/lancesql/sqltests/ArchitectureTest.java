package org.lancesql.sqltests;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The drawing of docs/architecture.md, enforced. Maven blocks upward edges between modules; this guards the rest. */
@AnalyzeClasses(packages = "org.lancesql", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependenciesFlowOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("storage")
            .definedBy("org.lancesql.storage..")
            .layer("versioning")
            .definedBy("org.lancesql.versioning..")
            .layer("mutation")
            .definedBy("org.lancesql.mutation..")
            .layer("execution")
            .definedBy("org.lancesql.execution..")
            .layer("calcite-adapter")
            .definedBy("org.lancesql.calcite..")
            .layer("jdbc-driver")
            .definedBy("org.lancesql.jdbc..")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("versioning", "mutation", "calcite-adapter", "jdbc-driver")
            .whereLayer("versioning")
            .mayOnlyBeAccessedByLayers("mutation", "calcite-adapter", "jdbc-driver")
            .whereLayer("mutation")
            .mayOnlyBeAccessedByLayers("calcite-adapter", "jdbc-driver")
            .whereLayer("execution")
            .mayOnlyBeAccessedByLayers("mutation", "calcite-adapter", "jdbc-driver")
            .whereLayer("calcite-adapter")
            .mayOnlyBeAccessedByLayers("jdbc-driver")
            .whereLayer("jdbc-driver")
            .mayNotBeAccessedByAnyLayer();

    /** The generated parser makes the syntax nodes of its neighbour, which in turn calls it; both are one thing. */
    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("org.lancesql.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage("org.lancesql.calcite.parser.generated"), alwaysTrue());

    @ArchTest
    static final ArchRule onlyStorageTouchesLance = noClasses()
            .that()
            .resideOutsideOfPackage("org.lancesql.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lance..");

    @ArchTest
    static final ArchRule onlyAdapterAndDriverTouchCalcite = noClasses()
            .that()
            .resideOutsideOfPackages("org.lancesql.calcite..", "org.lancesql.jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.calcite..");

    @ArchTest
    static final ArchRule onlyTheDriverSpeaksAvatica = noClasses()
            .that()
            .resideOutsideOfPackage("org.lancesql.jdbc..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.calcite.avatica.server..")
                    .or(resideInAPackage("org.apache.calcite.avatica.remote.."))
                    .or(DescribedPredicate.describe(
                            "are Avatica's Meta or driver classes",
                            type -> type.getPackageName().equals("org.apache.calcite.avatica")
                                    && type.getSimpleName().matches("Meta|.*Meta(Impl)?|Unregistered.*|Avatica.*"))));

    /** They publish a version outside the one commit door; lance-facts on each of them is in docs/invariants.md. */
    @ArchTest
    static final ArchRule noCallPublishesBehindTheCommit = noClasses()
            .should()
            .callMethodWhere(ofDataset(
                    "delete|updateConfig|deleteConfigKeys|restore|mergeInsert|truncateTable|append|commit.*"));

    @ArchTest
    static final ArchRule indexesAreBuiltBehindOneDoor = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.lancesql.storage.Maintenance")
            .should()
            .callMethodWhere(ofDataset("createIndex|dropIndex|optimizeIndices|compact"));

    /**
     * A new dataset begins with Overwrite; its builder works in a folder of its own, where nobody else commits. A table
     * is replaced by one that is made aside too.
     */
    @ArchTest
    static final ArchRule noCommitDropsWhatOthersCommitted = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.lancesql.storage.DatasetBuilder")
            .and()
            .doNotHaveFullyQualifiedName("org.lancesql.storage.ReplacingCommit")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "replace a whole table (Overwrite, Restore) or are known to lose rows (MemWAL, merge insert)",
                    type -> type.getName()
                            .matches(
                                    "org\\.lance\\.(operation\\.(Overwrite|Restore)(\\$.*)?|memwal\\..*|merge\\..*)")));

    @ArchTest
    static final ArchRule noAggregateIsPushedThroughSubstrait = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "calls ScanOptions.substraitAggregate, whose results can be wrong",
                    call -> call.getTarget().getName().equals("substraitAggregate")));

    private static DescribedPredicate<JavaMethodCall> ofDataset(String methodNames) {
        return DescribedPredicate.describe(
                "is a call of Dataset that writes and publishes at once",
                call -> call.getTarget().getOwner().getName().equals("org.lance.Dataset")
                        && call.getTarget().getName().matches(methodNames));
    }
}
