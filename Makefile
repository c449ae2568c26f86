# The commands of this project. README.md lists what to run without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# A digest of the files that say which packages to install. Unlike their dates, it changes only with their content.
PINS := $(shell cat requirements*.txt pyproject.toml | cksum | tr ' ' '-')
# Stamps for what a build needs, what fetching texts needs, and what tests need; each includes the ones before it.
BUILD := $(VENV)/.installed-build-$(PINS)
FETCH := $(VENV)/.installed-fetch-$(PINS)
DEV := $(VENV)/.installed-dev-$(PINS)

.DEFAULT_GOAL := help
.PHONY: help install dev site check serve new verify record fetch test test-all run-tests test-slow fuzz checkers lint fix audit bench docs requirements

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(BUILD) ## Install what a build needs in .venv, with pinned versions

# Install the packages of a requirements file, then touch the stamps that it satisfies.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Python 3.11 or newer is needed, and $(PYTHON) is not. Name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv and ensurepip; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing the packages of $(1) in $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes --no-deps -r $(1)
	@$(PIP) install --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.installed-* && touch $(2)
endef

$(BUILD):
	$(call install,requirements.txt,$(BUILD))

$(FETCH):
	$(call install,requirements-fetch.txt,$(BUILD) $(FETCH))

$(DEV):
	$(call install,requirements-dev.txt,$(BUILD) $(FETCH) $(DEV))

dev: $(DEV) ## Install what tests and linters need, too

site: $(BUILD) ## Check the sheets and build the site in site/
	$(BIN)/briefings build

check: $(BUILD) ## List every problem in the sheets
	$(BIN)/briefings check

serve: $(BUILD) ## Show a preview that follows each save
	$(BIN)/briefings serve

new: $(BUILD) ## Create a new sheet: make new ARGS="actor li-qiang"
	$(BIN)/briefings new $(ARGS)

verify: $(BUILD) ## Look up the cited passages in seeds/ and record the results
	$(BIN)/briefings verify $(ARGS)

record: $(BUILD) ## Record the ids of new sheets
	$(BIN)/briefings record

fetch: $(FETCH) ## Save the texts of sources from the web, then verify
	$(BIN)/briefings verify --fetch $(ARGS)

# Linters use one core only, so tests run beside them.
test: $(DEV) ## Run linters and the tests of each change
	@$(MAKE) --no-print-directory --jobs=2 lint run-tests

test-all: $(DEV) ## Run linters and all tests, also those that are run each night and before a release
	@$(MAKE) --no-print-directory --jobs=2 lint run-tests MARKED='-m ""'

run-tests: $(DEV)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(MARKED)

test-slow: $(DEV) ## Run the tests in a browser over a slow network, which shows those that may fail by chance
	SLOW=1 $(BIN)/python -m pytest -n auto --dist loadfile tests/browser

fuzz: $(DEV) ## Test with random hostile input; INPUTS=100000 says how much, SEED=1 repeats a run
	SEED=$(or $(SEED),$(shell date +%s)) INPUTS=$(or $(INPUTS),100000) $(BIN)/python -m pytest -n auto -m "" tests/fuzz

checkers: ## Install the Nu HTML checker, Lighthouse, TimelineJS and the YAML language server for tests; needs Node and Java
	npm install --prefix build/checkers --no-save --no-package-lock --no-audit --no-fund --silent vnu-jar lighthouse@12 yaml-language-server@1 @knight-lab/timelinejs@3

lint: $(DEV) ## Check lint rules, types and workflows, as before every commit
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/zizmor --quiet --offline --persona pedantic .github briefings/starter/common/dot-github/workflows/*.yml

fix: $(DEV) ## Fix what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

audit: $(DEV) ## Ask PyPI for known vulnerabilities of the pinned packages
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements-dev.txt

bench: $(DEV) ## Measure speed against other programs for benchmarks/README.md; N=1000 only prints that size
	$(BIN)/python -m benchmarks.run $(or $(N),--record)

docs: $(DEV) ## Write the generated pages of docs/ and build the documentation in build/documentation
	$(BIN)/python -m docs.generate
	$(BIN)/python -m mkdocs build --quiet --strict --config-file mkdocs.docs.yml

# All three pin the same versions, because the smaller ones are compiled from a copy of the largest.
COMPILE = CUSTOM_COMPILE_COMMAND="make requirements" PIP_CONFIG_FILE=/dev/null $(BIN)/python -m piptools compile --quiet \
	--generate-hashes --unsafe-package pyicu --strip-extras --no-annotate --no-emit-index-url --no-emit-find-links \
	--build-deps-for editable pyproject.toml

requirements: $(DEV) ## Renew the pins after a change to pyproject.toml; ARGS=--upgrade updates every version
	$(PIP) install --upgrade pip pip-tools
	$(COMPILE) $(ARGS) --all-extras --output-file requirements-dev.txt
	cp requirements-dev.txt requirements-fetch.txt && $(COMPILE) --extra papers --extra icu --extra fetch --output-file requirements-fetch.txt
	cp requirements-dev.txt requirements.txt && $(COMPILE) --extra papers --extra icu --output-file requirements.txt
	cp requirements.txt requirements-fetch.txt briefings/starter/common/
	$(BIN)/python -m pytest -q -n 0 tests/desk/test_upgrade.py -k released --update-goldens
