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
# The zip takes its wheel from where the environment's came from.
ZIP_WHEELS = $(if $(wildcard $(WHEELS)/$(LLAMA_WHEEL)),--wheels "$(WHEELS)")
# Not -march=native: the wheel must run on any machine of the last ten years, x86 from AVX2 on.
LLAMA_FLAGS := -DGGML_NATIVE=OFF
ifeq ($(shell uname -m),x86_64)
LLAMA_FLAGS += -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_BMI2=ON
endif
# What `make wheel` builds for: cpu; processors, with a library for each family of them; or vulkan, cuda or metal, whose
# headers and compilers must be there.
BACKEND ?= cpu
# Libraries that are opened at run time: the processor's that suits best, and the card's where its driver is there.
OPENED := -DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON -DGGML_BACKEND_DIR:STRING=llama_cpp/lib
LLAMA_FLAGS_processors := $(OPENED)
LLAMA_FLAGS_vulkan := $(OPENED) -DGGML_VULKAN=ON
LLAMA_FLAGS_cuda := $(OPENED) -DGGML_CUDA=ON
LLAMA_FLAGS_metal := $(LLAMA_FLAGS) -DGGML_METAL=ON
# Blenders that `make test-blender` runs the add-on's tests on, besides the one of `make test`: versions of
# bpy on PyPI.
BLENDERS ?= 4.2.23 5.0.1 5.2.3
# 5.1 and later are for Python 3.13. Asked by running it: a version manager may have a command of that name that
# only says it isn't chosen.
PYTHON313 ?= $(firstword $(foreach python,python3.13 $(wildcard $(HOME)/.pyenv/versions/3.13.*/bin/python3.13),\
	$(shell $(python) -c 'print("$(python)")' 2>/dev/null)))
# Those that `make test-zip` tries the zip in, each with a numpy of its time.
ALONE = 4.2.23:1.24.3 4.5.15:1.26.4 5.0.1:1.26.4 $(if $(PYTHON313),5.2.3:2.5.5)
# What bpy and llama.cpp take from the system and a bare server lacks (Debian's names).
SYSTEM_PACKAGES := libegl1 libgl1 libgl1-mesa-dri libgomp1 libice6 libsm6 libx11-6 libxext6 libxfixes3 libxi6 \
	libxkbcommon0 libxrender1 libxt6

# $(call APT_INSTALL,what for,packages): only as root on Debian or Ubuntu, and never silently.
APT_INSTALL = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "This system lacks $(1); installing $(2) with apt-get ..."; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -qq -y --no-install-recommends $(2) >/dev/null; fi

# Opening these is the surest way to know whether a library is missing, and which.
OPEN_LIBRARIES = $(BIN)/python -c 'import ctypes, bpy, llama_cpp; ctypes.CDLL("libEGL.so.1")'

.DELETE_ON_ERROR:
.PHONY: help demo test test-blender test-gui test-zip lint wheel zip clean distclean

help:
	@echo "make demo    three sentences become demo/demo.blend, a contact sheet and a preview"
	@echo "make test    lint, then every test"
	@echo "make test-blender  the add-on's tests on other Blenders (BLENDERS=\"$(BLENDERS)\")"
	@echo "make test-gui  clicks through sidebar and preferences of two real Blenders (as root, sets up a Debian for each)"
	@echo "make lint    ruff only"
	@echo "make zip     the extension for this platform, dist/motionctrl_blender-....zip"
	@echo "make test-zip  the same zip, installed and used in Blenders that have nothing else"
	@echo "make wheel   llama-cpp-python for this platform, built once into build/wheels (BACKEND=$(BACKEND))"
	@echo "make clean   remove what was made; make distclean also removes the environments and the wheel"

demo: $(VENV)/.demo
	$(BIN)/python -m motionctrl_blender.tools.demo --out-dir demo

test: lint
	$(BIN)/python -m pytest

# Each Blender in an environment of its own; says which ones can't be had here, and why.
test-blender: $(VENV)/.demo
	PYTHON313="$(PYTHON313)" $(BIN)/python tests/blender/versions.py \
		--wheels "$(WHEELS)" build/wheels --environments $(VENV)-bpy- $(BLENDERS)

# Blender 4.3 and 5.2 with a window, from nothing. Not part of `make test`: it needs root and a Debian mirror.
test-gui: $(VENV)/.demo
	$(BIN)/python tests/blender/gui/scenario.py --suite trixie --pictures build/gui-4.3
	$(BIN)/python tests/blender/gui/models.py --suite trixie --pictures build/gui-4.3
	$(BIN)/python tests/blender/gui/scenario.py --suite sid --pictures build/gui-5.2
	$(BIN)/python tests/blender/gui/models.py --suite sid --pictures build/gui-5.2

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

wheel: $(if $(filter cpu,$(BACKEND)),$(VENV)/.llama,build/wheels/$(BACKEND)/.ready)

# build_addon.py --backend looks there. Not from pip's cache, which does not tell one backend from another.
build/wheels/%/.ready: $(VENV)/.python
	@[ -n "$(LLAMA_FLAGS_$*)" ] || { \
		echo "BACKEND=$* is not known: use cpu, processors, vulkan, cuda or metal." >&2; exit 2; }
	@[ $* != vulkan ] || { command -v glslc && printf '#include <spirv/unified1/spirv.hpp>\n#include <vulkan/vulkan.h>\n%s' \
		'VkLayerSettingsCreateInfoEXT found;' | c++ -fsyntax-only -x c++ -; } >/dev/null 2>&1 || { \
		echo "Vulkan's tools are missing or too old for llama.cpp; install glslc, spirv-headers and libvulkan-dev" \
			"as Debian 13 has them, or newer." >&2; exit 2; }
	CMAKE_ARGS="$(LLAMA_FLAGS_$*)" CMAKE_BUILD_PARALLEL_LEVEL=$$(getconf _NPROCESSORS_ONLN) \
		$(PIP) wheel --quiet --no-cache-dir --no-deps --no-binary llama-cpp-python --wheel-dir $(@D) $(LLAMA)
	touch $@

zip: $(VENV)/.llama
	$(BIN)/python build_addon.py $(ZIP_WHEELS)

# Environments that hold bpy, its numpy and nothing else: what the zip forgot can't be found elsewhere.
test-zip: $(VENV)/.demo
	$(BIN)/python build_addon.py $(ZIP_WHEELS) --out build/motionctrl_blender.zip
	@set -e; for pair in $(ALONE); do \
		bpy=$${pair%%:*}; numpy=$${pair##*:}; alone=$(VENV)-alone-$$bpy; \
		if [ ! -e $$alone/.ready ]; then \
			echo "Setting up Blender $$bpy ..."; \
			case $$bpy in 5.[12].*) $(PYTHON313) -m venv $$alone ;; *) $(PYTHON) -m venv $$alone ;; esac; \
			$$alone/bin/python -m pip --disable-pip-version-check install --quiet bpy==$$bpy numpy==$$numpy; \
			touch $$alone/.ready; \
		fi; \
		user=$$(mktemp -d); \
		$$alone/bin/python -I tests/alone/first_motion.py "$$PWD/build/motionctrl_blender.zip" "$$user"; \
		rm -rf "$$user"; \
	done

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
	$(OPEN_LIBRARIES) >/dev/null 2>&1 || { $(call APT_INSTALL,libraries that Blender and llama.cpp open,$(SYSTEM_PACKAGES)); }; \
	$(OPEN_LIBRARIES) || { \
		echo "Blender cannot start because a system library named above is missing; install it" \
			"(Debian and Ubuntu: apt-get install $(SYSTEM_PACKAGES)) and run make again." >&2; exit 2; }
	touch $@

$(VENV)/.test: $(VENV)/.demo pyproject.toml constraints.txt
	$(PIP) install --progress-bar on -c constraints.txt --group test
	$(BIN)/python -m engine.pose.fetch || echo "Tests of reference video that need its networks are skipped." >&2
	touch $@

clean:
	rm -rf dist demo .pytest_cache .hypothesis .ruff_cache
	[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name wheels -exec rm -rf {} +

distclean: clean
	rm -rf build $(VENV) $(VENV)-bpy-* $(VENV)-alone-*
