# The commands of the house. `make run` and `make test` need nothing but Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
# A directory, so that `make test ONLY=tests/decisions` runs a part of it.
ONLY ?= tests
# How many processes run the tests: as many as there are processors, four at most. 0: this one alone.
PROCESSES ?= auto

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak mutants reference lock clean ready-to-run ready-to-build \
	ready-to-bench

help:  ## Say what can be made (this)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ready-to-run  ## Start Tercet: database, pages, live updates, jobs, watch; Ctrl-C stops all
	@exec $(BIN)/tercet run

test: ready-to-build  ## Run every test, on the embedded PostgreSQL or the one DATABASE_URL names
	@CHROMIUM="$$($(BIN)/python tests/chromium.py)" && export CHROMIUM && \
		exec $(BIN)/python -m pytest -m "not soak" -n $(PROCESSES) --maxprocesses 4 $(ONLY)

check: ready-to-build  ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: ready-to-bench  ## Measure each job that must be fast, beside its peer or its limit
	@$(BIN)/python -m bench

soak: ready-to-build  ## The long fault runs: fifty kills while check-ins stream in
	@exec $(BIN)/python -m pytest -m soak $(ONLY)

mutants: ready-to-build  ## Break decisions/ in every small way; a test must notice each
	@exec $(BIN)/python -m tests.mutation

LOCK := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --upgrade
lock:  ## Write requirements/*.txt anew from requirements/*.in, with today's versions
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	@$(LOCK) requirements/run.in --output-file requirements/run.txt
	@$(LOCK) requirements/dev.in --constraints requirements/run.txt --output-file requirements/dev.txt
	@$(LOCK) requirements/bench.in --constraints requirements/dev.txt --output-file requirements/bench.txt
	@rm -rf build/lock

clean:  ## Remove the environment and what runs and tests left; keeps var, where the data is
	@rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# Sixty synthetic patients; where they are not there, their page stays as it is.
RECORDS := ../shared/data/synthea-r4/*.json.gz
reference: ready-to-build  ## Draw docs/reference anew from the knowledge
	@$(BIN)/tercet knowledge pages docs/reference
	@$(BIN)/tercet knowledge honesty docs/reference/honesty.md
	@if ls $(RECORDS) >/dev/null 2>&1; then \
		$(BIN)/tercet check $(RECORDS) --as-of 2020-09-05 --page docs/reference/sixty-records.md; fi

ready-to-run:
	@$(PYTHON) bootstrap.py run

ready-to-build:
	@$(PYTHON) bootstrap.py dev

ready-to-bench:
	@$(PYTHON) bootstrap.py bench
