"""A windowed Blender to click in: wraps the scripts in ../shared/gui."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

from PIL import Image

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

import build_addon  # noqa: E402

TOOLS = Path(os.environ.get("MOTIONCTRL_SHARED", ROOT.parent / "shared")) / "gui"
# Debian's names for what the wheels in the zip hold, for a Python that the zip has no wheels for.
PACKAGES = "python3-diskcache python3-jinja2 python3-pil python3-safetensors python3-typing-extensions"
BUNDLED = ("3.11", "3.13")  # Pythons that the zip has wheels for
PATIENCE = 900.0  # seconds for one motion: the machine may be busy


class Window:
    """One Blender in the folder that setup_chroot.sh made for ``suite``; ``display``: number of its X screen."""

    def __init__(self, suite: str, display: int) -> None:
        self.root = Path(os.environ.get("BLENDER_GUI", Path.home() / ".cache" / "blender-gui")) / suite
        self.inside = f"/tmp/run-{display}"
        self.run = self.root / self.inside[1:]
        self.environment = {**os.environ, "SUITE": suite, "ROOT": str(self.root), "NUM": str(display)}

    def __enter__(self) -> Window:
        self._set_up("")
        self.tool("stop")
        shutil.rmtree(self.run, ignore_errors=True)  # a factory reset
        self.run.mkdir(parents=True)
        shutil.copy(TOOLS / "shot.py", self.run)
        self.tool("prefs")
        return self

    def __exit__(self, *_: object) -> None:
        self.tool("stop")

    def tool(self, *arguments: object) -> str:
        command = ["./run_gui.sh", *map(str, arguments)]
        done = subprocess.run(command, cwd=TOOLS, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def _set_up(self, extra: str) -> None:
        environment = {**self.environment, "EXTRA": extra}
        subprocess.run([TOOLS / "setup_chroot.sh"], env=environment, check=True)

    def install(self) -> None:
        """Builds the extension and installs it."""
        version = self.tool("x", "python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
        addon = self.run / "addon.zip"
        command = [sys.executable, ROOT / "build_addon.py", "--out", addon]
        if version not in BUNDLED:
            # Debian moves on to Pythons that Blender's own builds don't have yet.
            command.append("--no-wheels")
            self._set_up(PACKAGES)
            (llama,) = (TOOLS.parent / "wheels").glob("llama_cpp_python-*-py3-none-linux_x86_64.whl")
            asked = SimpleNamespace(platform="linux-x64", python=[version], wheels=None)
            (video,) = build_addon.package_wheels(build_addon.VIDEO, build_addon.versions()[build_addon.VIDEO], asked)
            for wheel in (llama, video):
                with zipfile.ZipFile(wheel) as packed:
                    packed.extractall(self.root / "usr/lib/python3/dist-packages")
        subprocess.run(command, check=True)
        if version not in BUNDLED:
            with zipfile.ZipFile(addon, "a") as packed:
                for name, data in build_addon.networks().items():
                    packed.writestr(name, data)
        inside = f"{self.inside}/addon.zip"
        self.tool("blender", "--command", "extension", "install-file", "-r", "user_default", "-e", inside)

    def start(self, tab: str) -> None:
        shot = f"{self.inside}/shot.py"
        self.tool("start", "--python", shot, "--", "--tab", tab, "--out", f"{self.inside}/first.png")
        self.tool("wait", "drawn")
        layout = json.loads((self.run / "layout.json").read_text())
        (view,) = [area for area in layout["areas"] if area["type"] == "VIEW_3D"]
        self.sidebar = next(region for region in view["regions"] if region["type"] == "UI")
        self.view = next(region for region in view["regions"] if region["type"] == "WINDOW")

    def click(self, across: float, row: float) -> None:
        """``across``: 0 at the sidebar's left edge to 1 at its tabs; ``row``: pixels below its top."""
        self.rest()
        self.tool("click", round(self.sidebar["x"] + across * self.sidebar["w"]), self.sidebar["y"] + row)

    def fill(self, across: float, row: float, text: str) -> None:
        """Types into a field."""
        self.click(across, row)
        self.tool("key", "ctrl+a")
        self.tool("type", text)
        self.tool("key", "Return")

    def rest(self) -> None:
        """The pointer goes to an empty corner of the view: Blender redraws a hovered button late."""
        self.tool("move", self.view["x"] + 150, self.view["y"] + self.view["h"] - 60)

    def key(self, name: str) -> None:
        self.rest()
        self.tool("key", name)

    def do(self, code: str) -> str:
        """Runs Python in the window; what it printed."""
        return self.tool("do", code).strip()

    def ask(self, expression: str):
        """The value of an expression; ``scene``, ``motion`` (settings) and ``session`` are there."""
        printed = self.do(
            "import json\nscene = bpy.context.scene\nmotion = scene.motionctrl\n"
            "session = bpy.types.WindowManager.motionctrl_session\n"
            f"print(json.dumps({expression}))"
        )
        try:
            return json.loads(printed.splitlines()[-1])
        except (IndexError, ValueError):
            raise RuntimeError(f"{expression}: {printed}") from None

    def until(self, expression: str) -> None:
        """Waits until an expression becomes true."""
        end = time.monotonic() + PATIENCE
        while not self.ask(expression):
            if time.monotonic() > end:
                raise RuntimeError(f"This never came true: {expression}")
            time.sleep(0.3)

    def picture(self, path: Path) -> None:
        """View and sidebar as a small PNG."""
        self.rest()
        time.sleep(1.0)
        self.tool("shot", path)
        left = self.view["x"] + max(0, self.view["w"] - self.sidebar["w"] - 760)
        right, top = self.sidebar["x"] + self.sidebar["w"], self.view["y"]
        with Image.open(path) as whole:
            cropped = whole.convert("RGB").crop((left, top, right, top + self.view["h"]))
        cropped.quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)
