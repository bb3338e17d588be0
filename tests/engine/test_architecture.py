"""The one-way street: what may import what, and how a file may look."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = sorted((ROOT / "engine").rglob("*.py"))
BLENDER = sorted((ROOT / "motionctrl_blender").rglob("*.py"))
PACKAGES = ENGINE + BLENDER

LONGEST_FILE = 450
# What Blender's Python has, or the extension's zip brings.
RUNTIME_LIBRARIES = {"numpy", "llama_cpp", "PIL", "huggingface_hub", "safetensors"}
HEAVY_LIBRARIES = ("torch", "transformers", "scipy", "tqdm", "smplx", "gguf", "vector_quantize_pytorch")
# Left out of the zip; torch is at home there.
WORKSHOP = {"training", "data", "evaluation"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_modules(tree: ast.AST) -> set[str]:
    """First names of all absolute imports, also those inside functions."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "importlib.import_module",
            "import_module",
            "__import__",
        }:
            if node.args and isinstance(node.args[0], ast.Constant):
                names.add(str(node.args[0].value).split(".")[0])
    return names


def imported_at_once(tree: ast.Module) -> set[str]:
    """First names of the absolute imports that run when the module is imported."""
    outside = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return imported_modules(ast.Module(outside, []))


def is_torch_file(path: Path) -> bool:
    return (
        path.stem == "modules"
        or "torch" in path.stem
        or path.stem.endswith("_modules")
        or path.parent.name == "peers"  # the other tokenizers of the comparison: not in the zip
    )


@pytest.mark.parametrize("path", ENGINE, ids=relative)
def test_the_engine_knows_nothing_of_blender(path):
    assert not imported_modules(parse(path)) & {"bpy", "mathutils", "bmesh", "gpu", "bpy_extras"}


@pytest.mark.parametrize("path", BLENDER, ids=relative)
def test_the_blender_side_never_touches_torch_or_llama(path):
    assert not imported_modules(parse(path)) & {"torch", "llama_cpp", "transformers"}


@pytest.mark.parametrize("path", PACKAGES, ids=relative)
def test_imports_inside_the_extension_are_relative(path):
    # Inside Blender the package is bl_ext.<repository>.motionctrl_blender.
    assert not imported_modules(parse(path)) & {"engine", "motionctrl_blender"}


@pytest.mark.parametrize("path", ENGINE, ids=relative)
def test_what_ships_in_the_zip_imports_only_what_the_zip_brings(path):
    inside = path.relative_to(ROOT / "engine").parts
    if inside[0] in WORKSHOP or is_torch_file(path):
        return
    foreign = imported_at_once(parse(path)) - set(sys.stdlib_module_names) - RUNTIME_LIBRARIES
    assert not foreign


@pytest.mark.parametrize("path", PACKAGES, ids=relative)
def test_a_file_is_short_enough_to_do_one_thing(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def mutable_globals(tree: ast.Module) -> list[str]:
    """Names that a module binds to a list, dict or set and then changes, or rebinds by ``global``."""
    made = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        empty_call = isinstance(value, ast.Call) and ast.unparse(value.func) in {
            "list",
            "dict",
            "set",
            "deque",
            "defaultdict",
            "collections.deque",
            "collections.defaultdict",
            "queue.Queue",
            "Queue",
            "queue.SimpleQueue",
            "SimpleQueue",
        }
        literal = isinstance(value, ast.List | ast.Dict | ast.Set)
        if literal or empty_call:
            for target in targets:
                if isinstance(target, ast.Name) and target.id != "__all__":
                    made[target.id] = node.lineno
    found = [f"global {', '.join(n.names)}" for n in ast.walk(tree) if isinstance(n, ast.Global)]
    changing = {
        "append",
        "extend",
        "insert",
        "add",
        "update",
        "pop",
        "popitem",
        "clear",
        "remove",
        "setdefault",
        "discard",
        "put",
        "appendleft",
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in made and node.func.attr in changing:
                found.append(f"{owner.id}.{node.func.attr}")
        stores = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
        if stores and isinstance(node.value, ast.Name) and node.value.id in made:
            found.append(f"{node.value.id}[…] =")
    return found


@pytest.mark.parametrize("path", PACKAGES, ids=relative)
def test_modules_keep_no_state(path):
    assert not mutable_globals(parse(path))


def test_the_check_for_state_sees_the_obvious_kinds():
    bad = """
        cache = {}
        jobs = []
        def remember(key, value):
            cache[key] = value
            jobs.append(key)
        def reset():
            global jobs
            jobs = []
    """
    assert len(mutable_globals(ast.parse(textwrap.dedent(bad)))) == 3
    good = """
        NAMES = {"a": 1}
        def count():
            names = {}
            names["b"] = NAMES["a"]
    """
    assert not mutable_globals(ast.parse(textwrap.dedent(good)))


def run_with_blocked(libraries: tuple[str, ...], code: str) -> subprocess.CompletedProcess:
    """Run ``code`` in a new Python in which ``libraries`` cannot be imported."""
    block = f"import sys\nfor name in {libraries!r}:\n    sys.modules[name] = None\n"
    return subprocess.run([sys.executable, "-c", block + code], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.skipif(not (ROOT / "engine" / "api.py").is_file(), reason="engine/api.py is not written yet")
def test_the_facade_imports_without_anything_heavy_and_without_blender():
    done = run_with_blocked((*HEAVY_LIBRARIES, "bpy", "mathutils"), "import engine.api")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("room", ["motion", "formats", "tokenizer", "vlmm", "models"])
def test_every_runtime_module_imports_without_anything_heavy(room):
    names = [
        relative(path)[:-3].replace("/", ".")
        for path in ENGINE
        if path.relative_to(ROOT / "engine").parts[0] == room and not is_torch_file(path)
    ]
    done = run_with_blocked(
        (*HEAVY_LIBRARIES, "bpy", "mathutils"),
        f"import importlib\nfor name in {names!r}: importlib.import_module(name)",
    )
    assert done.returncode == 0, done.stderr


def test_importing_the_engine_from_another_package_name_works(tmp_path):
    # As Blender does: the extension's folder is a package with a name of Blender's choosing.
    (tmp_path / "bl_ext").mkdir()
    (tmp_path / "bl_ext" / "motionctrl_blender").symlink_to(ROOT, target_is_directory=True)
    code = f"import sys; sys.path[:] = [p for p in sys.path if p]; sys.path.insert(0, {str(tmp_path)!r})\n"
    module = "api" if (ROOT / "engine" / "api.py").is_file() else "motion.humo263"
    name = f"bl_ext.motionctrl_blender.engine.{module}"
    done = subprocess.run(
        [sys.executable, "-c", code + f"import {name}; assert 'engine' not in sys.modules"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
