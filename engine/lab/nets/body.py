"""Joints in the pelvis's frame and the root path from HuMo263, in torch, for losses in space."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ...body.layout import JOINT_COUNT, POSITIONS, ROTATIONS
from ...body.skeleton import PARENTS


def _tree_levels() -> tuple[tuple[list[int], list[int]], ...]:
    """Joints by their distance from the pelvis, from 1 on, and where in the level before each one's parent stands."""
    levels, before = [], [0]
    while joints := [joint for joint in range(1, JOINT_COUNT) if PARENTS[joint] in before]:
        levels.append((joints, [before.index(PARENTS[joint]) for joint in joints]))
        before = joints
    return tuple(levels)


_LEVELS = _tree_levels()
_ORDER = np.argsort([joint for joints, _ in _LEVELS for joint in joints]).tolist()


def joints_in_pelvis(features: Tensor, offsets: Tensor) -> Tensor:
    """Positions (B, T, 21, 3) of joints 1 to 21, metres, from features (B, T, 263); offsets (22, 3)."""
    values = features[..., ROTATIONS].unflatten(-1, (21, 6))
    x = functional.normalize(values[..., :3], dim=-1)
    y = functional.normalize(values[..., 3:] - (x * values[..., 3:]).sum(-1, keepdim=True) * x, dim=-1)
    local = torch.stack([x, y, torch.linalg.cross(x, y)], dim=-1)
    turns = torch.eye(3, dtype=local.dtype, device=local.device).expand(*local.shape[:-3], 1, 3, 3)
    points, found = torch.zeros_like(turns[..., 0]), []
    # A level at a time, products written out: on a card, multiplying millions of small matrices is slower.
    for joints, parents in _LEVELS:
        above = torch.tensor(parents, device=local.device)
        here = torch.tensor(joints, device=local.device)
        turn = turns.index_select(-3, above)
        points = points.index_select(-2, above) + (turn * offsets.index_select(0, here)[:, None]).sum(-1)
        turns = (turn[..., None] * local.index_select(-3, here - 1)[..., None, :, :]).sum(-2)
        found.append(points)
    return torch.cat(found, dim=-2).index_select(-2, torch.tensor(_ORDER, device=local.device))


def root_path(features: Tensor) -> tuple[Tensor, Tensor]:
    """Heading (B, T), radians, and path (B, T, 2), metres, that features (B, T, 263) add up to."""
    heading = features[..., 0].cumsum(1)
    steps = features[..., 1:3]
    cos, sin = heading.cos(), heading.sin()
    turned = torch.stack([cos * steps[..., 0] + sin * steps[..., 1], cos * steps[..., 1] - sin * steps[..., 0]], -1)
    return heading, turned.cumsum(1)


def room_joints(features: Tensor) -> Tensor:
    """Joints (B, T, 22, 3) in the room, metres, from the positions that features (B, T, 263) hold.

    What ``humo263.decode`` plays are the rotations, tilted so that they fit these positions best. The fit has no
    usable gradient, and none is needed: where rotations and positions are both right, so is what is played.
    """
    height = features[..., 3]
    heading, path = root_path(features)
    # The rate of a frame leads to the next one: the first frame stands where the path starts.
    heading = torch.cat([torch.zeros_like(heading[:, :1]), heading[:, :-1]], 1)
    path = torch.cat([torch.zeros_like(path[:, :1]), path[:, :-1]], 1)
    zero, cos, sin = torch.zeros_like(height), heading.cos(), heading.sin()
    turn = torch.stack([cos, zero, sin, zero, zero + 1, zero, -sin, zero, cos], -1).unflatten(-1, (3, 3))
    pelvis = torch.stack([zero, height, zero], -1)[..., None, :]
    joints = torch.cat([pelvis, features[..., POSITIONS].unflatten(-1, (21, 3))], -2) @ turn.transpose(-1, -2)
    return joints + torch.stack([path[..., 0], zero, path[..., 1]], -1)[..., None, :]
