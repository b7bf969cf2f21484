# All commands need Python 3.11, 3.12 or 3.13 with venv, and make. To choose one: make book PYTHON=python3.12
.PHONY: book html pdf test quick notebooks documents lab check clean lock
.DEFAULT_GOAL := book
SHELL := /bin/sh

# Without bytecode every kernel would compile pandas and matplotlib anew.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
LAB := .venv-lab
BIN := $(CURDIR)/$(VENV)/bin
READY := $(VENV)/.ready
LAB_READY := $(LAB)/.ready
LAB_SETTINGS := $(LAB)/share/jupyter/lab/settings/overrides.json

# $(call install,folder,lock): a fresh virtual environment with what the lock lists, and this package.
# Kernels report errors only: each one would warn that it listens on the loopback address without encryption.
define install
	@set -e; start=$$(date +%s); python=; \
	for candidate in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python); do \
	  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	  then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "No Python 3.11, 3.12 or 3.13 with venv was found. Install one, or name it: make $@ PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	echo "Set up $(1) from $(2) ($$("$$python" --version)) ..."; \
	rm -rf $(1); "$$python" -m venv $(1); \
	$(1)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(2); \
	$(1)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	mkdir -p $(1)/etc/ipython; echo '{"IPKernelApp": {"log_level": 40}}' > $(1)/etc/ipython/ipython_kernel_config.json; \
	touch $@; echo "Set up $(1): $$(( $$(date +%s) - start )) s"
endef

book: $(READY)
	@$(BIN)/python -m beijing_ip book

html: $(READY)
	@$(BIN)/python -m beijing_ip html

pdf: $(READY)
	@$(BIN)/python -m beijing_ip pdf

# Every check is made and reported, also when an earlier one fails. What opens the built pages runs beside the rest.
# Notebooks run one after the other: in parallel, nbval loses kernels.
PYTEST := $(BIN)/python -m pytest -p no:cacheprovider
test: book
	@status=0; log=_build/tests-book.log; \
	$(PYTEST) tests/book > $$log 2>&1 & book=$$!; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/mypy || status=1; \
	$(PYTEST) --nbval notebooks || status=1; \
	$(PYTEST) tests --ignore=tests/book || status=1; \
	wait $$book || status=1; cat $$log; \
	exit $$status

# What a writer needs after each change: the tables, the pages, and what is said on them.
quick: html
	@$(BIN)/ruff check --quiet .
	@$(PYTEST) --quiet $(QUICK)
QUICK := tests/data/test_observations_stand_in_the_release.py tests/data/test_release_is_whole.py \
	tests/show/test_prose_computes_its_numbers.py tests/show/test_blocks_name_their_indicators.py \
	tests/show/test_every_number_has_an_entry.py tests/show/test_chinese_summary.py \
	tests/publish/test_documents_follow_the_data.py tests/publish/test_stored_figures_are_complete.py \
	tests/book/test_built_book.py

notebooks: $(READY)
	@$(BIN)/python -m beijing_ip notebooks

documents: $(READY)
	@$(BIN)/python -m beijing_ip documents

lab: $(LAB_SETTINGS)
	@$(LAB)/bin/jupyter lab notebooks

check: $(READY)
	@$(BIN)/python -m beijing_ip check

clean:
	rm -rf _build $(VENV) $(LAB) .mypy_cache .pytest_cache .ruff_cache .hypothesis src/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# For maintainers, with uv installed: resolve both locks again from pyproject.toml, for all three Pythons.
# Then bring environment.yml in line; tests/test_environment_matches_locks.py says where it differs.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links pyproject.toml
lock:
	$(LOCK) --upgrade --extra book --extra test -o requirements.lock
	$(LOCK) --upgrade --extra lab -c requirements.lock -o requirements-lab.lock

$(READY): requirements.lock pyproject.toml
	$(call install,$(VENV),requirements.lock)

$(LAB_READY): requirements-lab.lock pyproject.toml
	$(call install,$(LAB),requirements-lab.lock)

# JupyterLab would ask each new user whether it may fetch news. It need not: the answer can be changed in its settings.
$(LAB_SETTINGS): $(LAB_READY)
	@mkdir -p $(@D); echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}' > $@
