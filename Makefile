# The few commands of this project. Each stands in README.md too, for those without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Names what packages are installed from. As a digest, since a fresh checkout, a switched branch or a touched file is
# no change, and an edited one always is.
PINS := $(shell cat requirements*.txt pyproject.toml | cksum | tr ' ' '-')
# What a build needs, what fetching texts needs besides, and what tests need besides; each has all of the ones before.
BUILD := $(VENV)/.installed-build-$(PINS)
FETCH := $(VENV)/.installed-fetch-$(PINS)
DEV := $(VENV)/.installed-dev-$(PINS)

.DEFAULT_GOAL := help
.PHONY: help install site check serve new verify record fetch test faults fuzz checkers lint fix audit bench requirements

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(BUILD) ## What a build needs, with pinned versions, in .venv

# From a file of pins, in which the stamps that follow are included.
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

site: $(BUILD) ## Check the sheets and build the site in site/
	$(BIN)/briefings build

check: $(BUILD) ## Every problem in the sheets
	$(BIN)/briefings check

serve: $(BUILD) ## A preview that follows each save
	$(BIN)/briefings serve

new: $(BUILD) ## A sheet to start from: make new ARGS="actor li-qiang"
	$(BIN)/briefings new $(ARGS)

verify: $(BUILD) ## Look the cited passages up in seeds/, and record them
	$(BIN)/briefings verify $(ARGS)

record: $(BUILD) ## Record the ids of new sheets
	$(BIN)/briefings record

fetch: $(FETCH) ## Save the texts of sources from the web, then verify
	$(BIN)/briefings verify --fetch $(ARGS)

test: $(DEV) lint ## Linters and all tests
	$(BIN)/python -m pytest -n auto --dist loadfile

faults: $(DEV) ## Every single write of every command fails, or is its last
	BRIEFINGS_FAULTS=all $(BIN)/python -m pytest -n auto --dist load tests/faults

fuzz: $(DEV) ## Half an hour of hostile input; SECONDS=60 for a minute, SEED=1 for the same again, REPLAY=build/fuzz/x.json for one
	$(BIN)/python -m tests.fuzz $(if $(REPLAY),--replay $(REPLAY),--seconds $(or $(SECONDS),1800) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY)))

checkers: ## The Nu HTML checker and Lighthouse, from npm, for the tests that ask them; needs Node and Java
	npm install --prefix build/checkers --no-save --no-package-lock --no-audit --no-fund --silent vnu-jar lighthouse@12

lint: $(DEV) ## What must hold before a commit: lint rules, types, workflows
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/zizmor --quiet --offline --persona pedantic .github

fix: $(DEV) ## Correct what ruff can correct
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

audit: $(DEV) ## Known vulnerabilities of the pinned packages; asks PyPI
	$(BIN)/pip-audit --require-hashes --disable-pip --progress-spinner off -r requirements-dev.txt

bench: $(DEV) ## How fast it is, beside other programs; N=1000 measures only that many briefings
	$(BIN)/python -m benchmarks.run $(N)

# All three have the same versions: each of the smaller ones begins as a copy of the largest.
COMPILE = CUSTOM_COMPILE_COMMAND="make requirements" PIP_CONFIG_FILE=/dev/null $(BIN)/python -m piptools compile --quiet \
	--generate-hashes --allow-unsafe --strip-extras --no-annotate --no-emit-index-url --no-emit-find-links \
	--build-deps-for editable pyproject.toml

requirements: $(DEV) ## Pin anew, after a change to pyproject.toml; ARGS=--upgrade raises every version
	$(PIP) install --upgrade pip pip-tools
	$(COMPILE) $(ARGS) --all-extras --output-file requirements-dev.txt
	cp requirements-dev.txt requirements-fetch.txt && $(COMPILE) --extra fetch --output-file requirements-fetch.txt
	cp requirements-dev.txt requirements.txt && $(COMPILE) --output-file requirements.txt
