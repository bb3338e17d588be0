# `make demo` and `make test` do all of their own set-up: a virtual environment in .venv, the pinned
# packages of pyproject.toml, and llama-cpp-python. The second call starts at once.

PYTHON ?= python3.11
VENV ?= .venv
# A ready llama-cpp-python wheel is taken from here if there is one, else built once into build/wheels.
WHEELS ?= ../shared/wheels

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LLAMA := llama-cpp-python==0.3.36
LLAMA_WHEEL := llama_cpp_python-0.3.36-py3-none-*.whl
# Not -march=native: the wheel must run on any x86 machine of the last ten years.
LLAMA_FLAGS := -DGGML_NATIVE=OFF -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON \
	-DGGML_BMI2=ON
# What bpy takes from the system and a bare server lacks (Debian's names).
SYSTEM_PACKAGES := libegl1 libgl1 libgl1-mesa-dri libice6 libsm6 libx11-6 libxext6 libxfixes3 libxi6 \
	libxkbcommon0 libxrender1 libxt6

# $(call APT_INSTALL,what for,packages): only as root on Debian or Ubuntu, and never silently.
APT_INSTALL = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "This system lacks $(1); installing $(2) with apt-get ..."; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -qq -y --no-install-recommends $(2) >/dev/null; fi

# Opening these two is the surest way to know whether a library is missing, and which.
OPEN_LIBRARIES = $(BIN)/python -c 'import ctypes, bpy; ctypes.CDLL("libEGL.so.1")'

.DELETE_ON_ERROR:
.PHONY: help demo test lint clean distclean

help:
	@echo "make demo    three sentences become demo/demo.blend, a contact sheet and a preview"
	@echo "make test    lint, then every test"
	@echo "make lint    ruff only"
	@echo "make clean   remove what was made; make distclean also removes $(VENV) and the built wheel"

demo: $(VENV)/.demo
	$(BIN)/python -m motionctrl_blender.demo --out-dir demo

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
		echo "MotionCtrl's set-up needs Python 3.11, because bpy 4.5 is built for it;" \
			"install it, or say where it is: make demo PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet pip==26.3
	touch $@

# One rule for both places that a wheel can come from: the shared folder, or the source package.
$(VENV)/.llama: $(VENV)/.python
	@set -e; \
	wheel=$$(ls $(WHEELS)/$(LLAMA_WHEEL) build/wheels/$(LLAMA_WHEEL) 2>/dev/null | head -n 1); \
	if [ -z "$$wheel" ] || ! $(PIP) install --quiet --dry-run --no-deps "$$wheel" >/dev/null 2>&1; then \
		command -v c++ >/dev/null || { $(call APT_INSTALL,a C++ compiler,g++); }; \
		command -v c++ >/dev/null || { \
			echo "llama-cpp-python has no ready wheel here and building it needs a C++ compiler;" \
				"install one (Debian: apt-get install g++) and run make again." >&2; exit 2; }; \
		echo "Building $(LLAMA) from its source package, about ten minutes on two cores, once ..."; \
		CMAKE_ARGS="$(LLAMA_FLAGS)" CMAKE_BUILD_PARALLEL_LEVEL=$$(getconf _NPROCESSORS_ONLN) \
			$(PIP) wheel --quiet --no-deps --no-binary llama-cpp-python --wheel-dir build/wheels $(LLAMA); \
		wheel=$$(ls build/wheels/$(LLAMA_WHEEL)); \
	fi; \
	echo "Installing $$wheel"; \
	$(PIP) install --quiet -c constraints.txt "$$wheel"
	touch $@

$(VENV)/.demo: $(VENV)/.llama pyproject.toml constraints.txt
	$(PIP) install --progress-bar on -c constraints.txt --group demo
	@set -e; [ "$$(uname)" = Linux ] || exit 0; \
	$(OPEN_LIBRARIES) >/dev/null 2>&1 || { $(call APT_INSTALL,graphics libraries that Blender opens,$(SYSTEM_PACKAGES)); }; \
	$(OPEN_LIBRARIES) || { \
		echo "Blender cannot start because a system library named above is missing; install it" \
			"(Debian and Ubuntu: apt-get install $(SYSTEM_PACKAGES)) and run make again." >&2; exit 2; }
	touch $@

$(VENV)/.test: $(VENV)/.demo
	$(PIP) install --progress-bar on -c constraints.txt --group test
	touch $@

clean:
	rm -rf dist demo .pytest_cache .hypothesis .ruff_cache
	[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name wheels -exec rm -rf {} +

distclean: clean
	rm -rf build $(VENV)
