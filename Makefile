# Năm Rõ. “make run” and “make test” set up all they need; “make help” lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Vietnamese in paths and on the terminal, whatever the locale.
export PYTHONUTF8 := 1

PORT ?= 8000
PY := .venv/bin/python
# Gold drafts and documents beside the checkout, for the bench; its own stand in tests/data.
GOLD ?= $(wildcard ../shared/gold)
TEXTS ?= $(wildcard ../shared/corpus ../shared/sources)
PYTEST_ARGS ?=

.PHONY: help run test check fmt bench fuzz mutate-permissions clean reset setup setup-dev messages lock pictures

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: ## Python packages, browser assets and translations, where they have changed
	@setup/environment.sh base
	@$(PY) setup/assets.py
	@$(PY) setup/messages.py compile

setup-dev:
	@setup/environment.sh dev
	@$(PY) setup/assets.py
	@$(PY) setup/messages.py compile

run: setup ## the database, the site and the worker on http://localhost:8000 (PORT=8123)
	@exec .venv/bin/namro run --port $(PORT)

test: setup-dev ## all tests; PYTEST_ARGS="-k name" for some
	@setup/debian.sh chromium
	@$(PY) -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

check: setup-dev ## style, types, floors, missing migrations, translations
	@setup/debian.sh gettext
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy $(wildcard src tests setup benchmarks fuzz)
	@.venv/bin/lint-imports
	@$(PY) -W ignore::RuntimeWarning -m django makemigrations --check --dry-run \
		--settings namro.config.settings
	@$(PY) setup/messages.py check

fmt: setup-dev ## put the code in its form
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

messages: setup-dev ## gather the strings to translate into src/namro/locale
	@setup/debian.sh gettext
	@$(PY) setup/messages.py gather

bench: setup-dev ## accuracy and speed of reading, of due dates and of judging targets, against the limits
	@$(PY) -m benchmarks.reading tests/data/reading/gold tests/data/reading/texts
	@if [ -n "$(GOLD)" ]; then $(PY) -m benchmarks.reading $(GOLD) $(TEXTS); fi
	@$(PY) -m benchmarks.reading --speed $(or $(TEXTS),tests/data/reading/texts)
	@$(PY) -m benchmarks.opening
	@$(PY) -m benchmarks.organisations
	@$(PY) -m benchmarks.calendar
	@$(PY) -m benchmarks.attainment

fuzz: setup-dev ## thousands of damaged documents, workbooks and requests to the programming interface
	@$(PY) -m fuzz.reading
	@$(PY) -m fuzz.workbooks
	@NAMRO_FUZZ_EXAMPLES=1000 $(PY) -m pytest -n 0 tests/publication/api/test_fuzz.py

mutate-permissions: setup-dev ## take each check of a permission away: does a test notice?
	@$(PY) -m fuzz.permissions

clean: ## remove what can be made again; data (var/) stays
	@rm -rf .venv assets/node_modules src/namro/foundation/interface/static/interface/built \
		build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find src tests setup -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete

reset: setup ## delete all data of this checkout, after asking
	@$(PY) setup/reset.py

lock: setup-dev ## compile requirements/*.txt from pyproject.toml
	@requirements/compile.sh

pictures: setup-dev ## screenshots of all pages, wide and narrow, into docs/pictures
	@setup/debian.sh chromium
	@$(PY) -m setup.pictures
