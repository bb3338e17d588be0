"""Which room may use which, what may be imported where, and how a file may look."""

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

LONGEST_FILE = 400
# A room is a folder or file of the engine (``language.llama`` is one of its own) or of the add-on (``addon.…``). Each
# may use those of its row, which stand above it: so nothing runs up, and no two rooms use each other.
MAY_USE = {
    "errors": "",
    "blas": "",
    "ahead": "",
    "files": "errors",
    "weights": "errors",
    "body": "",
    "motion": "errors body",
    "correct": "body motion",
    "rigs": "errors body motion",
    "formats": "errors files body motion rigs",
    "codec": "errors blas weights body motion",
    "language.llama": "errors",
    "language": "errors blas weights body motion codec language.llama",
    "store": "errors body language",
    "video": "errors files body",
    "pose": "errors ahead blas weights body motion language store video",
    "request": "errors body motion language",
    "stream": "body motion correct codec",
    "api": "errors ahead body motion correct codec language store request stream",
    "editing": "errors body motion pose api",
}
SHIPS = " ".join(MAY_USE)
MAY_USE |= {
    "addon.worker": "errors",
    "addon.scene": "errors body motion rigs formats",
    "addon.video": "errors ahead store video pose request api addon.scene",
    "addon.models": "errors store addon.worker",
    "addon.work": "errors body motion language store pose api editing "
    "addon.worker addon.scene addon.video addon.models",
    "addon.properties": "errors body store addon.work",
    "addon.operators": "errors store pose addon.scene addon.video addon.models addon.work addon.properties",
    "addon.panels": "store video addon.scene addon.video addon.models addon.work addon.properties addon.operators",
    "addon.preferences": "store addon.work addon.panels",
    "addon.registration": "addon.work addon.properties addon.operators addon.panels addon.preferences",
    # What follows is left out of the zip.
    "addon.tools": "errors motion formats api addon.scene",
    "lab.options": SHIPS,
    "lab.filming": SHIPS,
    "lab.nets": SHIPS,
    "lab.peers": f"{SHIPS} lab.nets",
    "lab.data": SHIPS,
    "lab.measures": SHIPS,
    "lab.choreography": f"{SHIPS} lab.measures lab.data",
    "lab.collections": f"{SHIPS} lab.data lab.choreography",
    "lab.training": f"{SHIPS} lab.filming lab.nets lab.peers lab.data lab.choreography lab.collections",
    "lab.evaluation": f"{SHIPS} lab.options lab.filming lab.nets lab.peers lab.data lab.measures "
    "lab.choreography lab.collections lab.training",
    "cli": f"{SHIPS} lab.options lab.data lab.choreography lab.collections lab.training lab.evaluation",
    "__main__": "cli",
}
WORKSHOP = ("lab.", "cli", "__main__", "addon.tools")
# What Blender's Python has, or the extension's zip brings.
RUNTIME_LIBRARIES = {"numpy", "llama_cpp", "PIL", "safetensors"}
HEAVY_LIBRARIES = ("torch", "transformers", "scipy", "tqdm", "smplx", "gguf", "vector_quantize_pytorch")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def room_of(path: Path) -> str:
    """The room that a file belongs to; "" for the packages' own first files."""
    package, *inside = path.relative_to(ROOT).with_suffix("").parts
    if inside == ["__init__"]:
        return ""
    if package == "motionctrl_blender":
        return f"addon.{inside[0]}"
    if inside[0] == "lab" and inside[1] != "__init__":
        return f"lab.{inside[1]}"
    return "language.llama" if inside[:2] == ["language", "llama"] else inside[0]


def imported_files(path: Path) -> set[Path]:
    """Files of both packages that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for name in node.names:
                choices = (base / f"{name.name}.py", base / name.name / "__init__.py")
                choices += (base.with_suffix(".py"), base / "__init__.py")
                found.add(next(choice for choice in choices if choice.is_file()))
    return found - {path}


IMPORTS = {path: imported_files(path) for path in PACKAGES}


def circles(imports: dict) -> list:
    """Those that can be reached from themselves."""

    def reached(start) -> set:
        seen, left = set(), [start]
        while left:
            new = imports.get(left.pop(), set()) - seen
            seen |= new
            left += new
        return seen

    return [one for one in imports if one in reached(one)]


@pytest.mark.parametrize("path", PACKAGES, ids=relative)
def test_a_room_uses_only_the_rooms_of_its_row(path):
    room = room_of(path)
    allowed = {room, *MAY_USE.get(room, "").split()}
    used = {room_of(other) for other in IMPORTS[path]} - {""}
    assert not used - allowed, f"{room} may not use {', '.join(sorted(used - allowed))}"


def test_every_room_has_a_row_and_every_row_a_room():
    assert {room_of(path) for path in PACKAGES} - {"", "lab"} == set(MAY_USE)


def test_no_row_allows_what_stands_below_it():
    rooms = list(MAY_USE)
    for number, room in enumerate(rooms):
        assert set(MAY_USE[room].split()) <= set(rooms[:number]), room


def test_nothing_that_ships_uses_what_does_not():
    for room, allowed in MAY_USE.items():
        if not room.startswith(WORKSHOP):
            assert not [name for name in allowed.split() if name.startswith(WORKSHOP)], room


def test_no_row_allows_more_than_is_used():
    used = {room: set() for room in MAY_USE}
    for path, others in IMPORTS.items():
        if room_of(path) in used:
            used[room_of(path)] |= {room_of(other) for other in others}
    for room, allowed in MAY_USE.items():
        if not room.startswith(("lab.", "cli")):  # these may use all that ships
            assert set(allowed.split()) <= used[room], room


def test_no_files_import_each_other_in_a_circle():
    assert not circles(IMPORTS)


def test_the_check_for_circles_sees_one():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c"]
    assert not circles({"a": {"b", "c"}, "b": {"c"}, "c": set()})


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


SHIPPED = [path for path in ENGINE if not f"{room_of(path)}.".startswith(("lab.", "cli.", "__main__"))]


@pytest.mark.parametrize("path", SHIPPED, ids=relative)
def test_what_ships_in_the_zip_imports_only_what_the_zip_brings(path):
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


def test_everything_that_ships_imports_without_anything_heavy_and_without_blender():
    names = [relative(path)[:-3].replace("/", ".").removesuffix(".__init__") for path in SHIPPED]
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
    name = "bl_ext.motionctrl_blender.engine.api"
    done = subprocess.run(
        [sys.executable, "-c", code + f"import {name}; assert 'engine' not in sys.modules"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
