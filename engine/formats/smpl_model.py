"""A licensed SMPL model file (.npz, or .pkl without running anything in it): body shape and rest joints."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..body.layout import JOINT_COUNT
from ..body.skeleton import PARENTS, Skeleton
from ..errors import MotionCtrlError
from ..files import load_arrays
from .safe_pickle import dense, load_pickle

_KEYS = ("v_template", "weights", "shapedirs", "J_regressor", "f", "kintree_table")


@dataclass(frozen=True)
class SmplModel:
    """The arrays of a model file with V vertices, F faces, J joints (24, or more for SMPL+H and SMPL-X).

    v_template (V, 3) metres, Y up.
    faces (F, 3).
    weights (V, J).
    shapedirs (V, 3, B).
    posedirs (V, 3, 9 (J - 1)) or None.
    joint_regressor (J, V).
    parents (J).
    """

    v_template: np.ndarray
    faces: np.ndarray
    weights: np.ndarray
    shapedirs: np.ndarray
    posedirs: np.ndarray | None
    joint_regressor: np.ndarray
    parents: tuple[int, ...]
    name: str

    def rest_vertices(self, betas: np.ndarray | None = None) -> np.ndarray:
        """Vertices (V, 3) of the T-pose for shape ``betas`` (at most B numbers)."""
        if betas is None:
            return self.v_template
        betas = np.asarray(betas, dtype=np.float64).reshape(-1)
        if len(betas) > self.shapedirs.shape[-1]:
            raise MotionCtrlError(
                f"{self.name} knows {self.shapedirs.shape[-1]} shape numbers, not {len(betas)}: give fewer betas."
            )
        return self.v_template + self.shapedirs[..., : len(betas)] @ betas

    def skeleton(self, betas: np.ndarray | None = None) -> Skeleton:
        """Rest pose of the 22 body joints for shape ``betas``."""
        joints = (self.joint_regressor @ self.rest_vertices(betas))[:JOINT_COUNT]
        offsets = joints.copy()
        offsets[1:] -= joints[list(PARENTS[1:])]
        return Skeleton(offsets, name=self.name)


def read_smpl_model(path: str | os.PathLike) -> SmplModel:
    """The SMPL model in a .npz or .pkl file; raises :class:`MotionCtrlError` for anything else.

    A .pkl may hold nothing but numpy arrays, scipy sparse matrices and chumpy arrays: whatever else it
    names is refused, and none of its code is run.
    """
    kind = Path(path).suffix.lower()
    if kind == ".npz":
        data = load_arrays(path, "SMPL model", ("bs_style", "bs_type", "part2num", "joint2num"))
    elif kind == ".pkl":
        try:
            data = load_pickle(path)
        except OSError as problem:
            reason = problem.strerror or problem
            raise MotionCtrlError(f"{path} cannot be read ({reason}): check the path.") from problem
        except pickle.UnpicklingError as problem:
            raise MotionCtrlError(
                f"{path} is no SMPL model that can be opened safely ({problem}): get it again."
            ) from problem
    else:
        raise MotionCtrlError(f"{path} is no SMPL model file: give the .npz or .pkl file from smpl.is.tue.mpg.de.")
    missing = [key for key in _KEYS if not isinstance(data, dict) or key not in data]
    if missing:
        lacking = ", ".join(missing)
        raise MotionCtrlError(f"{path} is no SMPL model ({lacking} missing): give a model file, not a motion.")
    try:
        return _model(data, Path(path).stem)
    except (ValueError, TypeError, IndexError, KeyError) as problem:
        raise MotionCtrlError(f"{path} is a damaged SMPL model ({problem}): get it again.") from problem


def _model(data: dict, name: str) -> SmplModel:
    arrays = {key: np.asarray(dense(data[key]), dtype=np.float64) for key in _KEYS if key not in ("f", "kintree_table")}
    template, weights, shapedirs = arrays["v_template"], arrays["weights"], arrays["shapedirs"]
    vertices, joints = weights.shape
    regressor = arrays["J_regressor"]
    faces = np.asarray(dense(data["f"])).astype(np.int64)
    # The root's parent is stored as 2**32 - 1.
    parents = np.asarray(dense(data["kintree_table"])).astype(np.int64)[0].astype(np.int32).tolist()
    parents[0] = -1
    if template.shape != (vertices, 3) or shapedirs.ndim != 3 or shapedirs.shape[:2] != (vertices, 3):
        raise ValueError("vertices and shapes do not belong together")
    if regressor.shape != (joints, vertices) or len(parents) != joints or faces.ndim != 2 or faces.shape[1] != 3:
        raise ValueError("joints, faces and vertices do not belong together")
    if tuple(parents[:JOINT_COUNT]) != PARENTS:
        raise ValueError("its joints are not SMPL's")
    if faces.min(initial=0) < 0 or faces.max(initial=0) >= vertices:
        raise ValueError("faces name vertices that do not exist")
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise ValueError("numbers that are not finite")
    posedirs = data.get("posedirs")
    posedirs = None if posedirs is None else np.asarray(dense(posedirs), dtype=np.float64)
    return SmplModel(template, faces, weights, shapedirs, posedirs, regressor, tuple(parents), name)
