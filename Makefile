# Each target says after ## what it does; "make" alone lists them.
.DEFAULT_GOAL := help
.PHONY: help fast test demo shell accept format

MVN := mvn -B

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

format: ## Format the Java sources
	$(MVN) -q spotless:apply
