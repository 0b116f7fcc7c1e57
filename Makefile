# Every command is one word; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
NPM := npm --prefix components
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The first Python from 3.11 to 3.13 that really starts; `make run PYTHON=/path/to/python3.12` chooses another. For one that
# is to replace it later, `make clean` first.
FITS := -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	"$$name" $(FITS) >/dev/null 2>&1 && echo "$$name" && break; \
	done)

.PHONY: help run check test test-front test-python bench soak bundle clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(VENV)/.requirements ## start the server on this machine and print its address (needs Python 3.11 to 3.13, no Node)
	@exec $(BIN)/streamlit run app.py

check: $(VENV)/.requirements-dev components/node_modules/.installed ## lint, types, front end, bundles fresh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM) run check
	$(BIN)/python components/check_bundle.py

test: test-front test-python ## every test; installs what it needs on a fresh Debian machine, the browser too

test-front: components/node_modules/.installed
	$(NPM) test

test-python: $(VENV)/.requirements-dev components/node_modules/.installed
	@bash .ci/need.sh chromium
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(PYTEST)

bench: $(VENV)/.requirements-dev ## measure what is promised about speed and memory, as a table
	@bash .ci/need.sh chromium
	$(BIN)/python -m bench.run

# The tests that take a tenth in `make test` (tests/soak.py), and those of every layer.
SOAK_TESTS := tests/faults tests/conformance tests/acceptance tests/storage tests/document tests/codegen

soak: $(VENV)/.requirements-dev components/node_modules/.installed ## the full numbers of the fault and property tests (long)
	@bash .ci/need.sh chromium
	LAYERLOOM_SOAK=1 $(NPM) test
	LAYERLOOM_SOAK=1 $(BIN)/python -m pytest -q --timeout 7200 $(SOAK_TESTS) $(PYTEST)

bundle: components/node_modules/.installed ## build the browser components anew
	$(NPM) run build

clean: ## remove what was installed and cached here, nothing of yours
	rm -rf $(VENV) components/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Layerloom needs Python 3.11, 3.12 or 3.13, and found none of them. Install one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) $(FITS) || { echo "Layerloom needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not create a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.requirements: requirements.txt | $(VENV)/bin/python
	@echo "Installing requirements.txt; the first time this takes some minutes …"
	@$(BIN)/python -m pip install -q -r requirements.txt
	@touch $@

$(VENV)/.requirements-dev: requirements-dev.txt $(VENV)/.requirements
	@$(BIN)/python -m pip install -q -r requirements-dev.txt
	@touch $@

components/node_modules/.installed: components/package-lock.json
	@bash .ci/need.sh npm
	$(NPM) ci --no-audit --no-fund
	@touch $@
