# Each target says after ## what it does; "make" alone lists them.
.DEFAULT_GOAL := help
.PHONY: help fast test demo shell accept format slt fuzz bench-tpch bench-scan bench-mutations bench-transactions bench-versions bench-small bench-kernels

MVN := mvn -B
SF ?= 1
BENCH = java --add-opens=java.base/java.nio=ALL-UNNAMED -Xmx6g -Dslf4j.internal.verbosity=ERROR \
	-cp benchmarks/target/classes:$$(cat benchmarks/target/classpath.txt)
BUILD_BENCH = $(MVN) -q -Dfast -DskipTests -pl benchmarks -am process-classes

# The tree that is built; a ledger is not to take one with changes for the one that was committed.
BUILD = $$(git rev-parse --short=12 HEAD^{tree})$$(git diff --quiet HEAD || echo -changed)
LEDGER ?= sql-tests/target/slt
PROGRAM = java -ea --add-opens=java.base/java.nio=ALL-UNNAMED -Xmx3g -Dslf4j.internal.verbosity=ERROR \
	-cp sql-tests/target/test-classes:$$(cat sql-tests/target/classpath.txt)
BUILD_PROGRAM = $(MVN) -q -Dfast -DskipTests -pl sql-tests -am process-test-classes

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

fast: ## Compile everything without the checks and tests
	$(MVN) -q -Dfast -DskipTests test-compile

test: ## Check and test everything, as CI does
	$(MVN) verify

demo: ## Make TPC-H tables and query them
	./lancesql demo

shell: ## Open the SQL shell; DB=<directory> names a database
	./lancesql shell $(DB)

accept: ## Overwrite the Quidem scripts with what the engine answers; review the diff
	$(MVN) -q -Dfast -pl sql-tests -am -Dlancesql.quidem.accept=true -Dtest=QuidemTest -Dsurefire.failIfNoSpecifiedTests=false test

slt: ## Go on with SQL Logic Test; LEDGER=<directory>, SHARD=<n>/<of>, ARGS=-Dlancesql.slt....
	$(BUILD_PROGRAM)
	$(PROGRAM) -Dlancesql.slt.build=$(BUILD) -Dlancesql.slt.ledger=$(LEDGER) -Dlancesql.slt.shard=$(or $(SHARD),1/1) \
		$(ARGS) org.lancesql.sqltests.logictest.LogicTestProgram

fuzz: ## Go on with random queries; MINUTES=<n>, FUZZ=<ledger directory>, SHARD=<n>/<of>, ARGS=-Dlancesql.random....
	$(BUILD_PROGRAM)
	$(PROGRAM) -Dlancesql.random.build=$(BUILD) -Dlancesql.random.ledger=$(or $(FUZZ),sql-tests/target/fuzz) \
		-Dlancesql.random.shard=$(or $(SHARD),1/1) -Dlancesql.random.minutes=$(or $(MINUTES),10) $(ARGS) org.lancesql.sqltests.random.RandomProgram

bench-tpch: ## Run TPC-H beside the scan floor and DuckDB; SF=<scale factor>, DATA=<directory>
	$(BUILD_BENCH)
	$(BENCH) org.lancesql.benchmarks.TpchBenchmark --scale $(SF) --data $(or $(DATA),benchmarks/target/tpch-$(SF)) $(ARGS)

bench-scan: ## Compare one scanner with several; SF and DATA as above
	$(BUILD_BENCH)
	$(BENCH) org.lancesql.benchmarks.ScanBenchmark --scale $(SF) --data $(or $(DATA),benchmarks/target/tpch-$(SF)) $(ARGS)

bench-mutations: ## Compare changes with the plain Lance SDK; DATA=<directory> is emptied
	$(BUILD_BENCH)
	$(BENCH) org.lancesql.benchmarks.MutationBenchmark --data $(or $(DATA),benchmarks/target/mutations) $(ARGS)

bench-transactions: ## Compare commits over two tables with commits over one; DATA=<directory> is emptied
	$(BUILD_BENCH)
	$(BENCH) org.lancesql.benchmarks.TransactionBenchmark --data $(or $(DATA),benchmarks/target/transactions) $(ARGS)

bench-versions: ## Compare a table of 10,000 versions with one of ten; DATA=<directory>
	$(BUILD_BENCH)
	$(BENCH) org.lancesql.benchmarks.VersionBenchmark --data $(or $(DATA),benchmarks/target/versions) $(ARGS)

bench-small: ## Compare small statements with DuckDB's driver and the plain SDK; DATA=<directory> is emptied
	$(BUILD_BENCH)
	$(BENCH) org.lancesql.benchmarks.SmallBenchmark --data $(or $(DATA),benchmarks/target/small) $(ARGS)

bench-kernels: ## Run the JMH benchmarks of the kernels
	$(BUILD_BENCH)
	$(BENCH) org.openjdk.jmh.Main $(ARGS)

format: ## Format the Java sources
	$(MVN) -q spotless:apply
