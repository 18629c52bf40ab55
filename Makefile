# Two lines set everything up: `make demo` and `make test`. See `make help`.
VENV ?= .venv
PORT ?= 8000
# Tests run side by side, files whole; JOBS=0 runs them one after another.
JOBS ?= auto
export VENV

LOCKS := $(wildcard requirements/*.txt) pyproject.toml scripts/setup.sh
DEV := $(VENV)/.installed-dev
RUN := $(VENV)/.installed-run
BIN := $(VENV)/bin
# A demonstration needs less than a developer; where the developer's set is already in, it serves both.
READY := $(if $(wildcard $(DEV)),$(DEV),$(RUN))

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint format bench lock

help: ## these lines
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(DEV) ## install everything into .venv

$(DEV): $(LOCKS)
	@sh scripts/setup.sh dev

$(RUN): $(LOCKS)
	@sh scripts/setup.sh run

demo: $(READY) ## load the contests with sample people and serve http://127.0.0.1:8000 (PORT=…)
	@HOITHI_MODE=demo $(BIN)/hoithi demo --port $(PORT)

test: $(DEV) ## every test this machine can run; lists what it could not and why
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

lint: $(DEV) ## ruff, mypy, import floors, templates
	@sh scripts/lint.sh

check: lint test ## what CI runs: lint and test

format: $(DEV) ## put Python and templates into the house's form
	@$(BIN)/ruff check --fix --quiet src tests scripts bench || true
	@$(BIN)/ruff format --quiet src tests scripts bench
	@find src -name '*.html' -print0 | xargs -0 -r $(BIN)/djlint --reformat --quiet || true

bench: $(DEV) ## measure beside what the machine allows; writes docs/performance.md
	@$(BIN)/python -m bench.run

lock: $(DEV) ## compile requirements/*.txt anew from pyproject.toml
	@sh scripts/lock.sh
