"""A classifier that names the action of a motion; it learns from the choreography's own samples.

A motion is described by its metrics and by the course of its body: joints in the body's frame, height and tilt of the
trunk, at equal moments. Sides are not told apart, because every action is learned on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ...motion.kinematics import Motion
from ...motion.measures import floor_height, forward_axis, left_axis
from ..measures.actions import measure_all, trunk_axes

_MOMENTS = 14
_HIDDEN, _DROPOUT, _EPOCHS, _BATCH, _RATE = 384, 0.35, 60, 128, 2e-3
_QUALITY = ("skate", "jitter")  # say how a motion was made, not what it shows


def describe(motion: Motion) -> np.ndarray:
    """The features (n,) float32 of a motion of at least four frames."""
    joints = motion.joints()
    values = measure_all(joints, motion.rotations, motion.fps)
    figures = np.array([value for name, value in sorted(values.items()) if name not in _QUALITY])
    figures = np.sign(figures) * np.log1p(np.abs(figures))
    left, forward = left_axis(joints), forward_axis(joints)
    relative = joints - joints[:, :1]
    local = np.stack(
        [(relative * left[:, None]).sum(-1), relative[..., 1], (relative * forward[:, None]).sum(-1)], axis=-1
    )
    height = joints[:, 0, 1:2] - floor_height(joints)
    trunk, _, chest = trunk_axes(joints)
    course = np.concatenate([local.reshape(len(joints), -1), height, trunk[:, 1:2], chest[:, 1:2]], axis=1)
    moments = np.linspace(0, len(joints) - 1, _MOMENTS)
    sampled = np.stack([np.interp(moments, np.arange(len(joints)), column) for column in course.T], axis=1)
    return np.concatenate([figures, course.std(axis=0), course.mean(axis=0), sampled.ravel()]).astype(np.float32)


@dataclass(frozen=True)
class Classifier:
    """Names of the actions, and what turns features into their scores."""

    names: tuple[str, ...]
    mean: np.ndarray
    spread: np.ndarray
    network: nn.Module

    def ranked(self, motions: Sequence[Motion]) -> np.ndarray:
        """Indices (n, actions) of the actions' names for each motion, the likeliest first."""
        features = np.stack([describe(motion) for motion in motions])
        with torch.inference_mode():
            scores = self.network(torch.from_numpy((features - self.mean) / self.spread))
        return scores.argsort(dim=1, descending=True).numpy()

    def rank(self, motions: Sequence[Motion], actions: Sequence[str]) -> np.ndarray:
        """At which place (n,), 0 for the first, each motion's own action stands."""
        own = np.array([self.names.index(name) for name in actions])
        return (self.ranked(motions) == own[:, None]).argmax(axis=1)


def train(motions: Sequence[Motion], actions: Sequence[str], seed: int = 0) -> Classifier:
    """A classifier of ``actions``, the name of each motion's action, in about a minute for four thousand motions."""
    names = tuple(sorted(set(actions)))
    features = np.stack([describe(motion) for motion in motions])
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-2
    inputs = torch.from_numpy((features - mean) / spread)
    labels = torch.tensor([names.index(name) for name in actions])
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = nn.Sequential(
            nn.Dropout(0.1),
            nn.Linear(inputs.shape[1], _HIDDEN),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_HIDDEN, _HIDDEN),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_HIDDEN, len(names)),
        )
        optimizer = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=0.02)
        steps = _EPOCHS * -(-len(inputs) // _BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
        loss = nn.CrossEntropyLoss(label_smoothing=0.05)
        for _ in range(_EPOCHS):
            for chosen in torch.randperm(len(inputs)).split(_BATCH):
                optimizer.zero_grad()
                noisy = inputs[chosen] + 0.05 * torch.randn_like(inputs[chosen])
                loss(network(noisy), labels[chosen]).backward()
                optimizer.step()
                schedule.step()
    return Classifier(names, mean, spread, network.eval())
