# One command each: what people and CI run is the same.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(wildcard app/locale/*/LC_MESSAGES/*.po)

.PHONY: demo run test slow check bench study screenshots catalogue format clean

demo: $(VENV)/program
	$(BIN)/lachan demo --out out/demo

run: $(VENV)/program
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ] || [ "$$(uname)" = Darwin ]; then \
	  [ -e out/demo/dien-bien.lachan ] || $(BIN)/lachan demo --out out/demo; \
	  $(BIN)/lachan open out/demo/dien-bien.lachan; \
	else \
	  echo "There is no display here, so no window: writing the demo to out/demo instead."; \
	  $(BIN)/lachan demo --out out/demo; \
	fi

test: $(VENV)/tests
	$(BIN)/python -m pytest -n 2 -m "not slow"

slow: $(VENV)/tests
	$(BIN)/python -m pytest -n 2 -m slow

check: $(VENV)/tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/bench
	$(BIN)/python -m bench

study: $(VENV)/tests
	$(BIN)/python -m studies

screenshots: $(VENV)/program
	$(BIN)/python -m screenshots

format: $(VENV)/tests
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Brings new sentences from the code into the Vietnamese catalogue, untranslated.
catalogue: $(VENV)/tests
	mkdir -p build
	$(BIN)/pybabel extract -k N_ --no-location --sort-output --project=lachan -o build/lachan.pot app
	$(BIN)/pybabel update --no-fuzzy-matching --ignore-obsolete -N -l vi -D lachan -d app/locale -i build/lachan.pot

clean:
	rm -rf $(VENV) build dist out

$(VENV)/pip:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/program: $(VENV)/pip pyproject.toml constraints.txt hatch_build.py launcher.py $(CATALOGUES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/tests: $(VENV)/program
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[test]"
	touch $@

$(VENV)/bench: $(VENV)/tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[test,bench]"
	touch $@
