"""Motion files in and out: BVH, AMC with ASF, AMASS .npz, HumanML3D .npy, and SMPL model files."""

from .load import KINDS, load_motion, load_source, save_motion

__all__ = ["KINDS", "load_motion", "load_source", "save_motion"]
