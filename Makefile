# Everything works from nothing but Python 3.11 or newer; `make PYTHON=python3.12 test` picks one.
PYTHON ?= python3
VENV ?= .venv
SEED ?= 1
KILLS ?= 100
SHARED ?= $(abspath ../shared)

BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_READY := $(VENV)/.bench-ready
BACKTEST_READY := $(VENV)/.backtest-ready
CLIENTS := .venv-clients
CLIENTS_READY := $(CLIENTS)/.ready
FOCUS := .venv-focus
FUZZ := .venv-fuzz
SECONDS ?= 60
TARGETS ?=
FOCUS_PYTHON ?= python3.12
SPARK := .venv-spark
PEERS := .peers/node_modules/.bin/ccusage
AXE := .axe/node_modules/axe-core/axe.min.js
export PATH := $(abspath $(dir $(PEERS))):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench backtest readme docs site shared-checks peer-costs clients spark postgres canaries focus fuzz faults soak axe peers constraints clean transcripts

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## write a company's logs to tokenomics-demo/ and report what they cost
	rm -rf tokenomics-demo
	$(BIN)/tokenomics demo --seed $(SEED)

test: $(READY) ## run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(BENCH_READY) ## check format, style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

format: $(READY) ## format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(BENCH_READY) $(PEERS) ## measure speed against bare scans and peers, with WRITE=--write into docs/method/speed.md; needs npm
	$(BIN)/python tests/benchmarks/run.py $(WRITE)

backtest: $(BACKTEST_READY) ## try forecasts on real series beside peers, into docs/forecast-backtest.md
	$(BIN)/python -m pytest tests/forecasting/test_theta.py tests/forecasting/test_rivals.py
	$(BIN)/python tests/benchmarks/backtest.py --write docs/forecast-backtest.md

readme: $(READY) ## run the commands of README.md and docs/ and the notebooks and write down what they show
	$(BIN)/python tests/support/readme.py
	$(BIN)/python tests/support/notebooks.py

transcripts: $(READY) ## check that README.md, docs/ and the notebooks show what is printed today
	$(BIN)/python -m pytest tests/transcripts -n auto

docs: $(READY) ## write the references of docs/ from what the program declares
	PYTHONPATH=tests $(BIN)/python -m support.references

site: $(READY) ## build the site of the documentation in site/, strictly
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

shared-checks: $(READY) ## check figures of the shared samples beside the checkout; skipped loudly without
	TOKENOMICS_SHARED=$(SHARED) $(BIN)/python -m pytest tests/shared_checks -n auto

peer-costs: $(READY) ## say of each cost that other tools' tests expect whether it is the same here, or why not
	PYTHONPATH=tests $(BIN)/python -m support.peer_costs $(SHARED)/data/peer_cost_cases.csv

canaries: $(READY) ## search everything that is left of logs full of canaries, and write docs/method/canaries.md
	PYTHONPATH=src:cli:tests $(BIN)/python tests/support/searched.py

clients: $(CLIENTS_READY) ## guard calls of OpenAI's, Anthropic's and LiteLLM's own libraries
	$(CLIENTS)/bin/python -m pytest tests/guard/test_clients.py tests/guard/test_callback.py

spark: $(SPARK)/.ready ## ask Spark what DuckDB is asked, and compare; needs Java 17 or newer, and takes half a gigabyte
	$(SPARK)/bin/python -m pytest tests/spark -n 2 --durations 10

postgres: $(READY) ## run every query on a Postgres server of its own, and compare; needs Debian's postgresql, skipped loudly without
	$(BIN)/python -m pytest tests/warehouses -p no:randomly

fuzz: $(FUZZ)/.ready ## fuzz every way in for SECONDS each, or TARGETS, and write down what was found
	PYTHONPATH=tests:cli $(FUZZ)/bin/python tests/fuzzing/run.py --seconds $(SECONDS) $(TARGETS)

focus: $(READY) $(FOCUS)/.ready ## hold exports against FOCUS's own validator; needs Python 3.12
	TOKENOMICS_FOCUS_VENV=$(abspath $(FOCUS)) $(BIN)/python -m pytest tests/focus -k validator

faults: $(READY) ## disturb each step by each fault, with 100 random kills, into docs/method/faults.md; needs root for full disks
	PYTHONPATH=tests $(BIN)/python -m support.faults --kills $(KILLS) --write docs/method/faults.md

soak: $(READY) ## 24 days of hourly work under faults by one SEED, an hour a line of soak-SEED.jsonl; killed, it goes on
	PYTHONPATH=tests $(BIN)/python -m support.soak --seed $(SEED) --folder soak-$(SEED) --log soak-$(SEED).jsonl

axe: $(AXE) ## install what finds barriers for readers in pages; needs npm, and tests need Debian's chromium

peers: $(READY) $(PEERS) ## compare with ccusage on random logs; needs npm
	$(BIN)/python -m pytest tests/peers -n auto

constraints: $(BENCH_READY) $(BACKTEST_READY) ## write the tested versions to constraints.txt
	$(BIN)/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==' > constraints.txt

clean: ## remove what make made
	rm -rf $(VENV) $(CLIENTS) $(SPARK) $(FOCUS) $(FUZZ) .peers .axe tokenomics-demo site dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'

$(READY): pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e . --group dev
	@touch $@

# Apart from the others, and as new as they are: LiteLLM wants versions of its own.
$(CLIENTS_READY): pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(CLIENTS)
	$(CLIENTS)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(CLIENTS)/bin/python -m pip install --quiet -e . --group clients
	@touch $@

$(SPARK)/.ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(SPARK)/bin/python -m pip install --quiet -c constraints.txt -e '.[spark]' --group spark
	@touch $@

# Apart from the others: the fuzzer has wheels for few versions of Python.
$(FUZZ)/.ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(FUZZ)
	$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(FUZZ)/bin/python -m pip install --quiet -c constraints.txt -e . --group fuzz
	@touch $@

# The validator's numpy has no wheels for later versions, and pip takes a pyarrow that does not know it.
$(FOCUS)/.ready:
	$(FOCUS_PYTHON) -m venv $(FOCUS)
	$(FOCUS)/bin/python -m pip install --quiet --disable-pip-version-check 'focus-validator==2.2.1' 'pyarrow<22'
	@touch $@

# Both packages by name: later versions lack the binary.
$(PEERS):
	npm install --silent --no-save --no-package-lock --prefix .peers ccusage@20.0.24 @ccusage/ccusage-linux-x64@20.0.24 @tokscale/cli-linux-x64-gnu@4.17.0
	ln -sf ../@tokscale/cli-linux-x64-gnu/bin/tokscale $(dir $(PEERS))tokscale

$(AXE):
	npm install --silent --no-save --no-package-lock --prefix .axe axe-core@4.14.1

$(BENCH_READY): $(READY)
	$(BIN)/python -m pip install --quiet -c constraints.txt --group bench
	@touch $@

$(BACKTEST_READY): $(READY)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[forecast]'
	$(BIN)/python -m pip install --quiet --no-deps --group series
	@touch $@
