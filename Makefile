# Works with nothing but Python 3.11 or later, pip and make. PYTHON names another interpreter.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check bench clean

demo: .venv
	scripts/demo

test: .venv
	scripts/test

check: .venv
	scripts/check

bench: .venv
	scripts/bench

.venv: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch .venv

clean:
	rm -rf .venv demo build
