"""Finding limbs in a skeleton whose joint names say nothing: from its tree and its bone lengths."""

from __future__ import annotations

import numpy as np

from .source import SourceMotion


def limbs_by_structure(source: SourceMotion) -> dict[str, int]:
    """SMPL joint names to source joints, as far as the tree tells; empty where it is no human tree.

    A human skeleton has two pairs of chains of equal lengths: the pair nearer to the root is the legs,
    the pair on the remaining branch is the arms, and the remaining single chain carries the head.
    Left and right come from the posed skeleton: toes point forward.
    """
    lengths = np.linalg.norm(source.offsets, axis=1)
    pairs = _equal_pairs(source, lengths)
    if len(pairs) < 2:
        return {}
    legs = pairs[0]
    arms = next((pair for pair in pairs[1:] if not set(source.ancestors(pair[1][0])) & {legs[1][0], legs[2][0]}), None)
    if arms is None:
        return {}
    leg_chains = [_limb(source, lengths, chain) for chain in legs[1:]]
    arm_chains = [_limb(source, lengths, chain) for chain in arms[1:]]
    if any(len(chain) < 3 for chain in leg_chains + arm_chains):
        return {}
    left_first = [_first_is_left(source, leg_chains, arms[0], chains) for chains in (leg_chains, arm_chains)]
    found: dict[str, int] = {}
    for first, chains, names in (
        (left_first[0], leg_chains, ("hip", "knee", "ankle", "foot")),
        (left_first[1], arm_chains, ("shoulder", "elbow", "wrist")),
    ):
        sides = ("left", "right") if first else ("right", "left")
        for side, chain in zip(sides, chains, strict=True):
            found.update({f"{side}_{name}": joint for name, joint in zip(names, chain, strict=False)})
    return found


def _reach(source: SourceMotion, lengths: np.ndarray, joint: int) -> float:
    children = source.children(joint)
    return float(lengths[joint]) + max((_reach(source, lengths, c) for c in children), default=0.0)


def _main_chain(source: SourceMotion, lengths: np.ndarray, joint: int) -> list[int]:
    chain = [joint]
    while children := source.children(chain[-1]):
        chain.append(max(children, key=lambda c: _reach(source, lengths, c)))
    return chain


def _equal_pairs(source: SourceMotion, lengths: np.ndarray) -> list[tuple[int, list[int], list[int]]]:
    """(branching joint, chain, chain) for chains of two or more bones of equal length, root first."""
    pairs = []
    height = max(_reach(source, lengths, 0), 1e-9)
    for joint in range(len(source.names)):
        chains = [_main_chain(source, lengths, child) for child in source.children(joint)]
        chains = [c for c in chains if sum(lengths[c[1:]]) > 0.15 * height]
        for first in range(len(chains)):
            for second in range(first + 1, len(chains)):
                one, two = (np.sort(lengths[chains[k][1:]])[::-1][:2] for k in (first, second))
                if len(one) == len(two) == 2 and np.allclose(one, two, rtol=0.08, atol=0.01 * height):
                    pairs.append((joint, chains[first], chains[second]))
    return sorted(pairs, key=lambda pair: len(source.ancestors(pair[0])))


def _limb(source: SourceMotion, lengths: np.ndarray, chain: list[int]) -> list[int]:
    """Joints at the start, bend and end of the limb in a chain, then the next; fewer where it is none.

    The upper bone is the first that is nearly as long as any (hip and collar bones are shorter); a lower
    bone in two straight pieces, as CMU's forearm, is one.
    """
    chain = [chain[0], *(j for j in chain[1:] if lengths[j] > 1e-6)]
    if len(chain) < 3:
        return []
    longest = max(lengths[chain[1:]])
    start = next(k for k in range(1, len(chain)) if lengths[chain[k]] >= 0.8 * longest)
    if start + 1 >= len(chain):
        return []
    upper, lower = lengths[chain[start]], lengths[chain[start + 1]]
    end = start + 1
    if lower < 0.8 * upper and end + 1 < len(chain):
        following = source.offsets[chain[end + 1]]
        straight = following @ source.offsets[chain[end]] > 0.99 * lower * lengths[chain[end + 1]]
        if straight and lower + lengths[chain[end + 1]] < 1.2 * upper:
            end += 1
    return [chain[start - 1], chain[start], chain[end], *chain[end + 1 : end + 2]]


def _first_is_left(source: SourceMotion, legs, chest: int, chains) -> bool:
    positions = source.world(slice(0, min(len(source), 200)))[0]
    hips = (positions[:, legs[0][0]] + positions[:, legs[1][0]]) / 2
    up = positions[:, chest] - hips
    toes = sum(positions[:, leg[3]] - positions[:, leg[2]] for leg in legs if len(leg) > 3)
    if isinstance(toes, int):
        return True
    left = np.cross(up, toes)
    across = positions[:, chains[0][0]] - positions[:, chains[1][0]]
    return bool(np.median(np.sum(left * across, axis=-1)) > 0)


def head_above(source: SourceMotion, chest: int, arms: set[int]) -> int | None:
    """The head: last joint of the chain that rises from ``chest`` beside the ``arms``; None without one."""
    lengths = np.linalg.norm(source.offsets, axis=1)
    others = [c for c in source.children(chest) if c not in arms]
    if not others:
        return None
    chain = _main_chain(source, lengths, max(others, key=lambda c: _reach(source, lengths, c)))
    joints = [j for j in chain if not source.is_end[j]]
    # Eyes and jaws hang from the head in pairs: the head is the last joint before the chain splits.
    for position, joint in enumerate(joints[1:], 1):
        if len(source.children(joint)) > 1:
            return joints[position]
    return joints[-1] if joints else None
