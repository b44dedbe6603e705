# Every target needs only Python >= 3.11 and make; `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

setup: .venv/installed ## create .venv from requirements.lock

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("telex needs Python 3.11 to 3.13") if not (3, 11) <= sys.version_info < (3, 14) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

run: setup ## the whole line on seeds/, until every article is searchable
	$(BIN)/telex demo

test: setup ## lint, types, layers and every test on the real servers, two suites at a time since they mostly wait
	$(MAKE) --no-print-directory --jobs=2 test-parts test-line

test-parts: lint
	$(BIN)/python -m pytest tests/contracts tests/unit tests/integration

test-line: setup
	$(BIN)/python -m pytest tests/hostile tests/faults tests/e2e

lint: setup ## style, types and import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

chaos: setup ## 38 seeded faults over 5,000 articles, on real servers: nothing lost, nothing twice (SEED=number, BROKERS=3)
	$(BIN)/python -m tests.faults.chaos $(if $(SEED),--seed $(SEED)) $(if $(BROKERS),--brokers $(BROKERS))

eval: setup ## score the extraction on the gold articles
	$(BIN)/python -m evaluation

bench: setup ## ratios measured side by side in one run
	$(BIN)/python -m benchmarks

lock: ## pin every dependency again (needs uv)
	$(COMPILE) --all-extras pyproject.toml -o requirements.lock
	$(COMPILE) --constraints requirements.lock pyproject.toml -o requirements-runtime.lock

docs: setup ## write docs/configuration.md and what Kibana starts with again
	$(BIN)/python docs/write_configuration.py
	$(BIN)/python ops/kibana/build_saved_objects.py

.PHONY: help setup run test test-parts test-line lint chaos eval bench lock docs
