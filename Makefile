# The few commands of this project. Each stands in README.md too, for those without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What the installed packages were installed from; its name holds a digest, so that a fresh checkout,
# a switched branch or a touched file never counts as a change, and a real one always does.
STAMP = $(VENV)/.installed-$(shell cat requirements.txt pyproject.toml | cksum | tr ' ' '-')

.DEFAULT_GOAL := help
.PHONY: help install site check serve test checkers lint fix bench requirements

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP) ## A virtual environment in .venv with the pinned packages

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Python 3.11 or newer is needed; and $(PYTHON) is not it. Name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv and ensurepip; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing the pinned packages in $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.installed-* && touch $@

site: install ## Check the sheets and build the site in site/
	$(BIN)/briefings build

check: install ## Every problem in the sheets
	$(BIN)/briefings check

serve: install ## A preview that follows each save
	$(BIN)/briefings serve

test: install lint ## Linters and all tests
	$(BIN)/python -m pytest -n auto --dist loadfile

checkers: ## The Nu HTML checker and Lighthouse, from npm, for the tests that ask them; needs Node and Java
	npm install --prefix build/checkers --no-save --no-package-lock --no-audit --no-fund --silent vnu-jar lighthouse@12

lint: install ## What must hold before a commit: lint rules and types
	$(BIN)/ruff check .
	$(BIN)/mypy

fix: install ## Mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install ## How fast it is, beside other programs; N=1000 measures only that many briefings
	$(BIN)/python -m benchmarks.run $(N)

requirements: install ## Pin anew, after a change to pyproject.toml
	$(BIN)/python -m pip install --quiet --upgrade pip pip-tools
	CUSTOM_COMPILE_COMMAND="make requirements" PIP_CONFIG_FILE=/dev/null $(BIN)/python -m piptools compile --quiet --all-extras \
		--generate-hashes --allow-unsafe --strip-extras --no-annotate --no-emit-index-url --no-emit-find-links \
		--output-file requirements.txt pyproject.toml
