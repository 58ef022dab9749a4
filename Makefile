# The two main commands are `make serve` and `make test`. Both make .venv first and skip finished steps.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help serve test test-long check fix bench bench-load native pins jars clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/.installed ## fetch what is missing, start Neo4j and the API at http://127.0.0.1:8000/playground
	@exec $(BIN)/medpath serve

# Two processes, each with databases of its own; see tests/conftest.py.
test: .venv/.installed-test ## run the test suite against a real Neo4j and a real server
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

test-long: .venv/.installed-test ## run the tests that take minutes each
	$(BIN)/python -m pytest -m long

check: .venv/.installed-test ## check style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/.installed-test ## fix style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.installed-test ## measure against hand-written Cypher in the same run
	$(BIN)/python tests/bench/run.py

bench-load: .venv/.installed-test ## measure loading a synthetic registry; SCALE=1 is the full size
	$(BIN)/python tests/bench/load.py --scale $(or $(SCALE),0.02)

native: .venv/.installed ## build the library that writes answers on a machine without a C compiler (fetches one, 100 MB)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r graph/answer/native/constraints.txt
	$(BIN)/python graph/answer/native/build.py

pins: .venv/.installed-test ## resolve the dependencies again (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --upgrade \
	  --extra build pyproject.toml -o constraints.txt
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra build --extra test pyproject.toml -c constraints.txt -o tests/constraints.txt

jars: .venv/.installed ## resolve the jars of Neo4j again, from graph/server/jgo.toml
	$(BIN)/python -m graph.server.relock

clean: ## remove everything that make built here; the graph's data stays
	rm -rf .venv api/playground/dist tests/clients/node_modules .mypy_cache .ruff_cache .pytest_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "MedPath needs Python 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python constraints.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-test: .venv/.installed tests/constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/constraints.txt
	@touch $@
