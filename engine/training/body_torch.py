"""Joints in the pelvis's frame and the root path from HuMo263, in torch, for losses in space."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from ..motion.humo263 import POSITIONS, ROTATIONS
from ..motion.skeleton import PARENTS


def joints_in_pelvis(features: Tensor, offsets: Tensor) -> Tensor:
    """Positions (B, T, 21, 3) of joints 1 to 21, metres, from features (B, T, 263); offsets (22, 3)."""
    values = features[..., ROTATIONS].unflatten(-1, (21, 6))
    x = functional.normalize(values[..., :3], dim=-1)
    y = functional.normalize(values[..., 3:] - (x * values[..., 3:]).sum(-1, keepdim=True) * x, dim=-1)
    local = torch.stack([x, y, torch.linalg.cross(x, y)], dim=-1)
    rotations: list[Tensor | None] = [None]
    positions = [torch.zeros_like(values[..., 0, :3])]
    for joint in range(1, 22):
        parent = PARENTS[joint]
        turn = rotations[parent]
        own = local[..., joint - 1, :, :]
        if turn is None:
            positions.append(offsets[joint].expand_as(positions[0]))
            rotations.append(own)
        else:
            positions.append(positions[parent] + turn @ offsets[joint])
            rotations.append(turn @ own)
    return torch.stack(positions[1:], dim=-2)


def root_path(features: Tensor) -> tuple[Tensor, Tensor]:
    """Heading (B, T), radians, and path (B, T, 2), metres, that features (B, T, 263) add up to."""
    heading = features[..., 0].cumsum(1)
    steps = features[..., 1:3]
    cos, sin = heading.cos(), heading.sin()
    turned = torch.stack([cos * steps[..., 0] + sin * steps[..., 1], cos * steps[..., 1] - sin * steps[..., 0]], -1)
    return heading, turned.cumsum(1)


def world_joints(features: Tensor, offsets: Tensor) -> Tensor:
    """Joints (B, T, 22, 3) in the room, metres, as ``humo263.decode`` places them.

    The pelvis's tilt is the orthogonal Procrustes fit of decoded rotations to decoded positions; no
    gradient goes through the fit itself, which has none where it matters (at its optimum).
    """
    own = joints_in_pelvis(features, offsets)
    height = features[..., 3]
    heading, path = root_path(features)
    with torch.no_grad():
        up = offsets.new_tensor([0, 1, 0])
        stored = features[..., POSITIONS].unflatten(-1, (21, 3)) - height[..., None, None] * up
        u, _, vt = torch.linalg.svd(stored.transpose(-1, -2) @ own)
        flip = torch.ones_like(u[..., 0])
        flip[..., 2] = torch.linalg.det(u @ vt)
        tilt = (u * flip[..., None, :]) @ vt
    zero = torch.zeros_like(height)
    # The rate of a frame leads to the next one: the first frame stands where the path starts.
    heading = torch.cat([torch.zeros_like(heading[:, :1]), heading[:, :-1]], 1)
    path = torch.cat([torch.zeros_like(path[:, :1]), path[:, :-1]], 1)
    cos, sin, one = heading.cos(), heading.sin(), torch.ones_like(heading)
    turn = torch.stack([cos, zero, sin, zero, one, zero, -sin, zero, cos], -1).unflatten(-1, (3, 3))
    joints = torch.cat([torch.zeros_like(own[..., :1, :]), own], -2) @ (turn @ tilt).transpose(-1, -2)
    return joints + torch.stack([path[..., 0], height, path[..., 1]], -1)[..., None, :]
