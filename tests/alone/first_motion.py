"""An animator's first minute, with nothing but a Blender and the zip: run by Python with bpy and numpy only.

    python tests/alone/first_motion.py FILE.zip FOLDER

FOLDER takes Blender's preferences and must be empty. Prints one line of JSON about what happened.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import pkgutil
import subprocess
import sys
import time
from pathlib import Path

EXTENSION = "bl_ext.user_default.motionctrl_blender"
# What an extension that needs its own set-up would take from the machine it was made on.
FOREIGN = ("torch", "scipy", "transformers", "tokenizers", "huggingface_hub", "tqdm", "PIL", "engine")


def main(zipped: str, folder: str) -> None:
    os.environ["BLENDER_USER_RESOURCES"] = folder
    present = [name for name in (*FOREIGN, "llama_cpp", "safetensors") if importlib.util.find_spec(name)]
    assert not present, f"{', '.join(present)} can be imported without the zip: this tells nothing about it"
    import bpy
    import numpy as np

    tool = Path(bpy.utils.system_resource("SCRIPTS")) / "addons_core" / "bl_pkg" / "cli" / "blender_ext.py"
    checked = subprocess.run([sys.executable, str(tool), "validate", zipped], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr

    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.preferences.addon_enable(module="bl_pkg")
    began = time.perf_counter()
    bpy.ops.extensions.package_install_files(
        filepath=zipped, repo="user_default", enable_on_install=True, overwrite=True
    )
    assert EXTENSION in bpy.context.preferences.addons.keys(), "the extension was not enabled"
    installed = time.perf_counter() - began

    package = importlib.import_module(EXTENSION)
    modules = [module.name for module in pkgutil.walk_packages(package.__path__, f"{EXTENSION}.")]
    for name in modules:
        importlib.import_module(name)

    blas = importlib.import_module(f"{EXTENSION}.engine.blas")
    assert blas.library().is_relative_to(folder) and blas.multiply(), "the zip's OpenBLAS is not used"

    networks = importlib.import_module(f"{EXTENSION}.engine.pose.networks")
    blazepose = importlib.import_module(f"{EXTENSION}.engine.pose.blazepose")
    nobody = blazepose.BlazePose(networks.landmark_networks()).detect(np.zeros((64, 64, 3), np.uint8))
    assert nobody == [], "somebody was seen in a black picture"

    began = time.perf_counter()
    bpy.ops.motionctrl.add_character()
    bpy.ops.motionctrl.generate("EXEC_DEFAULT", prompt="a person walks forward", seconds=1.0, seed=1, wait=True)
    bpy.ops.motionctrl.accept()
    first = time.perf_counter() - began
    (rig,) = [item for item in bpy.data.objects if item.type == "ARMATURE"]
    first_frame, last_frame = rig.animation_data.action.frame_range
    import llama_cpp

    assert Path(llama_cpp.__file__).is_relative_to(Path(folder)), "llama_cpp is not the zip's"
    loaded = [
        name
        for name in FOREIGN
        if name in sys.modules and not Path(sys.modules[name].__file__).is_relative_to(Path(folder))
    ]
    print(
        json.dumps(
            {
                "blender": bpy.app.version_string,
                "python": sys.version.split()[0],
                "modules": len(modules),
                "install_s": round(installed, 1),
                "first_motion_s": round(first, 1),
                "frames": last_frame - first_frame + 1,
                "foreign": loaded,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
