# Two commands do everything on a machine with Python 3.11+ and make: `make run` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES ?= demo
# One test process more than the machine has cores: a night mostly waits.
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -lt 2 ] && n=2; echo $$((n + 1)))
# Every command and every crawl is a process of its own: none of them compiles what another did.
unexport PYTHONDONTWRITEBYTECODE
export UV_COMPILE_BYTECODE := 1

.PHONY: run test lint prove bench pictures lock clean

run: $(VENV)/.app
	@$(BIN)/recwatch run --sources $(SOURCES)

# A file a worker: what a module sets up, a night or a crawl, is set up once. In the order of
# tests/conftest.py, not by the number of a file's tests.
test: $(VENV)/.dev
	@$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

prove: $(VENV)/.dev
	$(BIN)/python -m benchmarks.prove

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

# README's pictures, from a demo night.
pictures: $(VENV)/.dev
	$(BIN)/python -m benchmarks.pictures

lock: $(VENV)/.uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	  --no-emit-find-links --python-version 3.11 pyproject.toml build.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	  --no-emit-find-links --python-version 3.11 --extra dev pyproject.toml build.in -o requirements-dev.txt

$(VENV)/.uv: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "recwatch needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3.11 …"; exit 2; }
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

$(VENV)/.app: requirements.txt pyproject.toml $(VENV)/.uv
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --require-hashes -r requirements.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.app
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info
