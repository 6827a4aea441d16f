# What a person types here; every target makes the virtual environment by itself.
# Debian needs only: python3 python3-venv make

VENV := .venv
BIN := $(VENV)/bin
# Many tests wait for what they started, so there are more at a time than processors; one alone is asked for by ARGS.
WORKERS ?= $(shell expr $$(nproc) \* 2)
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal
# Two stamps, so that the demo need not wait for the tools of development.
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
# What reads calendar files back forbids the python-dateutil that we need, so that it lives apart.
CALENDARS := $(VENV)/calendars

.DEFAULT_GOAL := help
.PHONY: help demo test check bench fix fuzz migration messages

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## Open Tocsin in the browser, with a local Slack and a coalition in it
	$(BIN)/tocsin demo

test: $(TOOLS) ## Run every test, on SQLite and on a real PostgreSQL
	$(PYTEST) $(ARGS)

check: $(TOOLS) ## Do exactly what CI does: format, lint, types, layers, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) $(ARGS)

fix: $(TOOLS) ## Format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(TOOLS) ## Measure, print the figures and write them into the README
	$(BIN)/python -m bot.bench

fuzz: $(TOOLS) ## Run the property tests for long
	$(BIN)/python -m pytest --hypothesis-profile=long -m fuzz --timeout=3600 $(ARGS)

migration: $(TOOLS) ## Write the migration from the newest version to the tables as they are: make migration WHY="..."
	$(BIN)/python -m storage.migrations "$(WHY)"
	$(BIN)/ruff format storage/migrations

messages: $(TOOLS) ## Gather the texts of handlers/ into the French catalogue
	@mkdir -p build
	$(BIN)/pybabel -q extract --no-default-keywords -k say -k count:1,2 --add-location=file -o build/tocsin.pot handlers
	$(BIN)/pybabel -q update -D tocsin -i build/tocsin.pot -d handlers/locales -l fr \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tocsin needs Python 3.11 or newer")'
	python3 -m venv $(VENV)

$(RUNTIME): pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(TOOLS): pyproject.toml constraints.txt tests/calendars/requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/python -m venv $(CALENDARS)
	$(CALENDARS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/calendars/requirements.txt
	@touch $(RUNTIME) $@
