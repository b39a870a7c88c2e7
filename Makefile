# Two commands matter: `make run` and `make test`. Everything else is for the people who carry the code on.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run venv test fix words bench audit lock clean

run: venv
	@$(BIN)/spoonlight run

venv: $(VENV)/.runtime

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Spoonlight needs Python 3.11 or newer: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "This Python cannot make environments. On Debian and Ubuntu the package python3-venv mends that; then run make again."; exit 1; }

$(VENV)/.runtime: $(BIN)/python requirements.lock pyproject.toml
	@$(PIP) --version >/dev/null 2>&1 || { echo "The folder $(VENV) is half made, or another tool made it without pip: run make clean, then make again."; exit 1; }
	@echo "Installing what Spoonlight needs (once)..."
	@$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what the tests need (once)..."
	@$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements-dev.lock
	@touch $@

test: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 2

fix: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# After a sentence in data/words/en was added, renamed or given another {field}: renews the list that a start checks.
words: $(VENV)/.dev
	@$(BIN)/python -m tests.house.listed_words

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.benchmarks

# Looks each locked package up in a database of known holes. It says so when there is none to reach, and never guesses.
AUDIT := $(VENV)/audit
audit: $(BIN)/python
	@test -e $(AUDIT)/.ready -a ! requirements-audit.lock -nt $(AUDIT)/.ready || { $(PYTHON) -m venv $(AUDIT) && \
		$(AUDIT)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: --no-deps \
		-r requirements-audit.lock && touch $(AUDIT)/.ready; } || true
	@$(BIN)/python -m tests.house.audit $(AUDIT)/bin/pip-audit requirements-dev.lock

# Renews the locks; needs uv. No index address may enter them.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet
lock:
	@$(LOCK) --group build pyproject.toml -o requirements.lock
	@$(LOCK) --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(LOCK) --group audit -o requirements-audit.lock

clean:
	@rm -rf $(VENV) build *.egg-info
