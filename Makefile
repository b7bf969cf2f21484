# All commands need Python 3.11, 3.12 or 3.13 with venv, and make. To choose one: make book PYTHON=python3.12
.PHONY: book html pdf site release live test quick bench reproduce notebooks documents picture lab check clean lock always
.DEFAULT_GOAL := book
SHELL := /bin/sh
# One thing after the other: none builds while the environment is changed, and the build itself uses all cores.
.NOTPARALLEL:

# Without bytecode every kernel would compile pandas and matplotlib anew.
unexport PYTHONDONTWRITEBYTECODE

# Paths are relative, so that the folder may have any name.
BIN := .venv/bin
READY := .venv/.ready
TEST_READY := .venv/.ready-test
LAB := .venv-lab
LAB_READY := $(LAB)/.ready
LAB_SETTINGS := $(LAB)/share/jupyter/lab/settings/overrides.json

# $(call set-up,locks): make the target, which marks an environment that is whole. tools/set_up.py says how.
define set-up
	@for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python); do \
	  if "$$python" tools/set_up.py --fits 2>/dev/null; then exec "$$python" tools/set_up.py $@ $(1); fi; \
	done; \
	echo "No Python 3.11, 3.12 or 3.13 with venv was found. Install one, or name it: make PYTHON=/path/to/python3.12" >&2; \
	exit 1
endef

book: $(READY)
	@$(BIN)/python -m beijing_ip book

html: $(READY)
	@$(BIN)/python -m beijing_ip html

pdf: $(READY)
	@$(BIN)/python -m beijing_ip pdf

# Both editions, and in _build/site what a server publishes at the address that _config.yml says.
site: $(READY)
	@$(BIN)/python -m beijing_ip site

# All that others take along, in _build/release. With TAG=v0.1.0 it must be the version of that tag.
release: $(TEST_READY)
	@$(BIN)/python -m beijing_ip release $(if $(TAG),--tag "$(TAG)")

# Builds again what changes while you write, and shows it in the open browser.
live: $(READY)
	@$(BIN)/python -m beijing_ip live

# Times of this build against those of plain Jupyter Book, on this machine.
bench: $(READY)
	@$(BIN)/python bench/bench.py

# Builds the book in other places, and compares every byte.
reproduce: $(TEST_READY)
	@$(BIN)/python bench/reproduce.py

# Every check is made and reported, also when an earlier one fails. What opens the built pages, and what builds, runs beside the rest.
# Notebooks run one after the other: in parallel, nbval loses kernels.
PYTEST := $(BIN)/python -m pytest -p no:cacheprovider
test: $(TEST_READY) book
	@status=0; log=_build/tests-beside.log; \
	{ $(PYTEST) tests/book; book=$$?; $(PYTEST) tests/build; [ "$$book$$?" = 00 ]; } > $$log 2>&1 & beside=$$!; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/python -m mypy || status=1; \
	$(PYTEST) --nbval notebooks || status=1; \
	$(PYTEST) tests src/sphinx_typst/tests --ignore=tests/book --ignore=tests/build || status=1; \
	wait $$beside || status=1; cat $$log; \
	exit $$status

# What a writer needs after each change: the tables, the pages, and what is said on them.
quick: $(TEST_READY) html
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

# The picture of the first page in README.md; a test says when the page tells something else.
picture: $(TEST_READY) book
	@$(BIN)/python tools/picture_front_page.py

lab: $(LAB_SETTINGS)
	@$(LAB)/bin/python -m jupyterlab notebooks

check: $(READY)
	@$(BIN)/python -m beijing_ip check

clean:
	rm -rf _build .venv .venv-new .venv-old $(LAB) $(LAB)-new $(LAB)-old .mypy_cache .pytest_cache .ruff_cache .hypothesis src/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# For maintainers: resolve all locks again, for all three Pythons, with the uv of the environment or their own. The lock of
# the tests holds only what they add, in versions that go with those of the book. environment.yml follows them.
LOCK := PATH="$$PWD/$(BIN):$$PATH" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links --upgrade
lock:
	echo uv | $(LOCK) - -o requirements-uv.lock
	echo pip-audit | $(LOCK) - -o requirements-audit.lock
	$(LOCK) pyproject.toml --extra book -o requirements.lock
	$(LOCK) pyproject.toml --extra book --extra test -c requirements.lock -o requirements-test.lock \
	  $$(sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' requirements.lock)
	$(LOCK) pyproject.toml --extra lab -c requirements.lock -c requirements-test.lock -o requirements-lab.lock
	$(MAKE) documents

# A Python that is gone, or another one that is named, makes another environment.
$(READY): requirements.lock pyproject.toml $(BIN)/python $(if $(PYTHON),always)
	$(call set-up,requirements.lock)

$(TEST_READY): requirements-test.lock $(READY)
	$(call set-up,requirements.lock requirements-test.lock)

$(LAB_READY): requirements-lab.lock pyproject.toml $(LAB)/bin/python
	$(call set-up,requirements-lab.lock)

$(BIN)/python $(LAB)/bin/python:

$(LAB_SETTINGS): $(LAB_READY)
	@$(LAB)/bin/python tools/set_up.py --lab
