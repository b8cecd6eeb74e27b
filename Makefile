# One command a task. Only Python >= 3.11 and make are assumed: what is missing is created in .venv.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
RUN    := $(BIN)/python
PIP    := $(RUN) -m pip --disable-pip-version-check --quiet
# Tests of one file share what is costly to make, and stay with one worker.
ON_ALL_CORES := -n auto --dist loadfile
# A page that no other leads to, or a link that leads nowhere, fails.
SITE := NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs --quiet build --strict

.DEFAULT_GOAL := help
.PHONY: help demo test smoke lint format notebooks docs view images bench lock clean

help:  ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Collusion needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "'$(PYTHON) -m venv' failed: see above." >&2; exit 1; }

# The package itself is installed without looking anything up: its build tool is in the lock.
$(VENV)/run.stamp: requirements/lock.txt pyproject.toml | $(RUN)
	@echo "Installing into $(VENV): a minute or so, once."
	@$(PIP) install --require-hashes -r requirements/lock.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp | $(RUN)
	@echo "Installing the tools of development into $(VENV)."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/run.stamp  ## find the ring in a sample and write its report
	@echo "$$ collusion detect sample_graphs/thirty-accounts --out runs/demo"
	@$(RUN) -m collusion detect sample_graphs/thirty-accounts --out runs/demo --force
	@$(RUN) -m collusion report runs/demo --out runs/demo-report --source sample_graphs/thirty-accounts \
	  --force --quiet > /dev/null
	@echo "Report:     runs/demo-report/index.html"
	@echo "Command:    $(BIN)/collusion"

test: $(VENV)/dev.stamp  ## run every test, the kernels also uncompiled, with branch coverage
	$(RUN) -m coverage erase
	NUMBA_DISABLE_JIT=1 $(RUN) -m pytest tests/kernels -q $(ON_ALL_CORES) --cov --cov-report=
	$(RUN) -m pytest -q $(ON_ALL_CORES) --cov --cov-append --cov-report=
	$(RUN) -m coverage report --fail-under=95

smoke:  ## install and run on each Python that is here, with locked and with the newest dependencies
	$(PYTHON) .ci/smoke.py --kinds lock newest

lint: $(VENV)/dev.stamp  ## style, types, floors, and the site of the documentation
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy --strict
	$(BIN)/lint-imports
	$(SITE)

format: $(VENV)/dev.stamp  ## rewrite the sources in the house style
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

notebooks: $(VENV)/dev.stamp  ## execute every notebook
	$(RUN) -m pytest --nbmake notebooks -q

docs: $(VENV)/dev.stamp  ## regenerate the reference pages from the source, and build the site in build/site
	$(RUN) docs/generate.py
	$(SITE)

# Node is needed by those who change the page only: what it builds is in the repository.
view/node_modules: view/package-lock.json
	cd view && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

view: $(VENV)/run.stamp view/node_modules  ## build the page from view/ (needs Node 20)
	$(RUN) view/documents.py
	$(RUN) view/messages.py
	cd view && npm run build

# The other tools have an environment of their own; without them they are reported as missing.
$(VENV)/bench.stamp: requirements/bench.txt | $(RUN)
	@echo "Installing the tools to compare with into $(VENV)/bench."
	@$(PYTHON) -m venv $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes \
	  -r requirements/bench.txt || echo "Not installed: they will be reported as missing."
	@touch $@

images: $(VENV)/dev.stamp  ## take the screenshots of the docs anew (needs Chromium)
	$(RUN) -m tests.view.screenshots docs/images

bench: $(VENV)/run.stamp $(VENV)/bench.stamp  ## measure by size and against other tools: runs/bench, a quarter of an hour
	$(RUN) -m tests.benchmarks --out runs/bench --python $(VENV)/bench/bin/python

lock: $(VENV)/dev.stamp  ## resolve the dependencies anew
	requirements/lock.sh

clean:  ## remove everything that is generated
	rm -rf $(VENV) view/node_modules build dist runs .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
