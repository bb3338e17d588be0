"""HuMo263 of many motions at once, in torch: what ``humo263.encode`` says, a hundred times as quickly on a card."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ....body.layout import FEET, FPS
from ....body.skeleton import MIRROR, PARENTS, neutral_skeleton
from .pack import Pack

# The same limits as in ``contacts``, which a test compares.
_HEIGHTS = (0.15, 0.09, 0.15, 0.09)
_SPEED = 0.5
_CHUNK = 200_000  # frames at once: bounds the memory


def pack_features(pack: Pack, where: torch.device, mirror: bool = False, stretch: float = 1.0) -> tuple[Tensor, Tensor]:
    """Features (T, 263) float32 of all motions of a pack one after the other, and lengths (n,) of each, on ``where``.

    mirror: left and right exchanged. stretch: above 1 the motions become longer and slower.
    """
    found, lengths = [], []
    first = 0
    while first < len(pack.lengths):
        last = first + max(1, int(np.searchsorted(np.cumsum(pack.lengths[first:]), _CHUNK)))
        begin, end = int(pack.starts[first]), int(pack.starts[last - 1] + pack.lengths[last - 1])
        quaternions = torch.from_numpy(pack.quaternions[begin:end]).to(where)
        path = torch.from_numpy(pack.translation[begin:end]).to(where)
        sizes = torch.from_numpy(pack.lengths[first:last]).to(where)
        if mirror:
            quaternions = quaternions[:, list(MIRROR)] * quaternions.new_tensor((1.0, 1.0, -1.0, -1.0))
            path = path * path.new_tensor((-1.0, 1.0, 1.0))
        if stretch != 1.0:
            quaternions, path, sizes = stretched(quaternions, path, sizes, stretch)
        found.append(features_of(quaternions, path, sizes))
        lengths.append(sizes)
        first = last
    return torch.cat(found), torch.cat(lengths)


def stretched(quaternions: Tensor, path: Tensor, lengths: Tensor, stretch: float) -> tuple[Tensor, Tensor, Tensor]:
    """Quaternions (T, 22, 4), path (T, 3) and lengths (n,) played ``stretch`` times as long."""
    counts = ((lengths - 1).double() * stretch + 1e-6).floor().long() + 1
    owner = torch.repeat_interleave(torch.arange(len(lengths), device=path.device), counts)
    offset = torch.arange(len(owner), device=path.device) - (counts.cumsum(0) - counts)[owner]
    times = offset.double() / stretch
    before = torch.minimum(times.long(), (lengths - 2)[owner]).clamp(min=0)
    weight = (times - before).clamp(0, 1).float()[:, None]
    start = (lengths.cumsum(0) - lengths)[owner]
    here = start + before
    there = start + torch.minimum(before + 1, (lengths - 1)[owner])
    moved = path[here] + (path[there] - path[here]) * weight
    first, second = quaternions[here], quaternions[there]
    second = torch.where((first * second).sum(-1, keepdim=True) < 0, -second, second)
    turned = functional.normalize(first + (second - first) * weight[..., None], dim=-1)
    return turned, moved, counts


def features_of(quaternions: Tensor, path: Tensor, lengths: Tensor) -> Tensor:
    """Features (T, 263) of motions of ``lengths`` one after the other: quaternions (T, 22, 4), pelvis path (T, 3)."""
    last = lengths.cumsum(0) - 1
    rotations = matrices(quaternions)
    joints = positions(rotations, path)
    heading = 2 * torch.atan2(quaternions[:, 0, 2].double(), quaternions[:, 0, 0].double())
    turn = heading.diff(append=heading[-1:])
    rate = torch.remainder(turn + torch.pi, 2 * torch.pi) - torch.pi  # as unwrapping leaves it
    inverse = about_up(-heading).float()
    following = torch.cat([inverse[1:], inverse[-1:]])
    steps = torch.einsum("tij,tj->ti", following, path.diff(dim=0, append=path[-1:]))
    local = joints - joints[:, :1] * joints.new_tensor((1.0, 0.0, 1.0))
    changes = joints.diff(dim=0, append=joints[-1:])
    speeds = changes.norm(dim=-1) * FPS
    velocities = changes @ inverse.transpose(1, 2)
    # The last frame of a motion has no next one: it repeats what was before, by the numbers of that frame.
    lone = lengths < 2
    rate, steps, speeds, changes = rate.float(), steps.clone(), speeds.clone(), changes.clone()
    previous = (last - 1).clamp(min=0)
    rate[last] = torch.where(lone, 0.0, rate[previous])
    # A step is turned by the frame it arrives at; the repeated one by the last frame itself.
    own = torch.einsum("nij,nj->ni", inverse[last], path[last] - path[previous])
    steps[last] = torch.where(lone[:, None], 0.0, own)
    speeds[last] = torch.where(lone[:, None], 0.0, speeds[previous])
    repeated = torch.where(lone[:, None, None], 0.0, changes[previous])
    velocities[last] = repeated @ inverse[last].transpose(1, 2)
    feet = joints[:, list(FEET), 1]
    contacts = (speeds[:, list(FEET)] < _SPEED) & (feet < feet.new_tensor(_HEIGHTS))
    sixd = torch.cat([rotations[:, 1:, :, 0], rotations[:, 1:, :, 1]], -1)
    parts = [
        rate[:, None],
        steps[:, [0, 2]],
        path[:, 1:2],
        (local[:, 1:] @ inverse.transpose(1, 2)).flatten(1),
        sixd.flatten(1),
        velocities.flatten(1),
        contacts.float(),
    ]
    return torch.cat(parts, dim=1)


def matrices(quaternions: Tensor) -> Tensor:
    """Rotation matrices (..., 3, 3) of unit quaternions (..., 4), w first."""
    w, x, y, z = quaternions.unbind(-1)
    rows = [
        torch.stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)], -1),
        torch.stack([2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)], -1),
        torch.stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], -1),
    ]
    return torch.stack(rows, -2)


def positions(rotations: Tensor, path: Tensor) -> Tensor:
    """Joints (T, 22, 3), metres, of parent-relative rotations (T, 22, 3, 3) and the pelvis's path (T, 3)."""
    offsets = torch.tensor(neutral_skeleton().offsets, dtype=path.dtype, device=path.device)
    turns, points = [rotations[:, 0]], [path]
    for joint in range(1, 22):
        parent = PARENTS[joint]
        points.append(points[parent] + turns[parent] @ offsets[joint])
        turns.append(turns[parent] @ rotations[:, joint])
    return torch.stack(points, 1)


def about_up(angles: Tensor) -> Tensor:
    """Rotation matrices (T, 3, 3) by ``angles`` about the up axis."""
    cos, sin, zero = angles.cos(), angles.sin(), torch.zeros_like(angles)
    return torch.stack([cos, zero, sin, zero, zero + 1, zero, -sin, zero, cos], -1).unflatten(-1, (3, 3))
