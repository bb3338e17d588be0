"""Rotations survive every change of notation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.motion import rotations as rot

angles = st.floats(-6.5, 6.5, allow_nan=False)
vectors = arrays(np.float64, 3, elements=st.floats(-10, 10, allow_nan=False))
turns = arrays(np.float64, 3, elements=st.floats(-3.0, 3.0, allow_nan=False)).map(rot.matrix_from_axis_angle)
directions = vectors.filter(lambda v: np.linalg.norm(v) > 1e-3).map(rot.normalise)


def is_rotation(matrix: np.ndarray) -> bool:
    return np.allclose(matrix @ matrix.T, np.eye(3), atol=1e-9) and np.linalg.det(matrix) > 0


@given(turns)
def test_quaternions_axis_angles_and_6d_all_give_the_same_rotation_back(matrix):
    assert is_rotation(matrix)
    for there, back in [
        (rot.matrix_to_quaternion, rot.matrix_from_quaternion),
        (rot.matrix_to_axis_angle, rot.matrix_from_axis_angle),
        (rot.matrix_to_6d, rot.matrix_from_6d),
    ]:
        assert np.allclose(back(there(matrix)), matrix, atol=1e-8)


@given(turns)
def test_quaternions_are_unit_with_w_first_and_not_negative(matrix):
    quaternion = rot.matrix_to_quaternion(matrix)
    assert np.isclose(np.linalg.norm(quaternion), 1.0)
    assert quaternion[0] >= 0


@given(directions, st.floats(0.0, np.pi - 1e-3))
def test_an_axis_angle_vector_says_axis_and_angle(axis, angle):
    back = rot.matrix_to_axis_angle(rot.matrix_from_axis_angle(axis * angle))
    assert np.allclose(back, axis * angle, atol=1e-7)


@given(directions)
def test_a_half_turn_survives_though_its_axis_has_two_signs(axis):
    matrix = rot.matrix_from_axis_angle(axis * np.pi)
    back = rot.matrix_to_axis_angle(matrix)
    assert np.isclose(np.linalg.norm(back), np.pi, atol=1e-6)
    assert np.allclose(rot.matrix_from_axis_angle(back), matrix, atol=1e-7)


def test_6d_holds_the_first_two_columns_one_after_the_other():
    matrix = rot.about_axis("z", np.pi / 2)
    assert np.allclose(rot.matrix_to_6d(matrix), [0, 1, 0, -1, 0, 0], atol=1e-12)


@given(arrays(np.float64, 6, elements=st.floats(-2, 2, allow_nan=False)))
def test_any_6d_with_two_directions_in_it_becomes_a_proper_rotation(values):
    x, y = values[:3], values[3:]
    if np.linalg.norm(np.cross(x, y)) > 1e-3:
        assert is_rotation(rot.matrix_from_6d(values))


@given(angles)
def test_turning_about_y_by_a_positive_angle_turns_the_face_to_the_left(angle):
    face = rot.about_axis("y", angle) @ [0.0, 0.0, 1.0]
    assert np.allclose(face, [np.sin(angle), 0.0, np.cos(angle)], atol=1e-9)


@given(turns, st.floats(1e-5, 179.0))
def test_angle_between_measures_small_and_large_angles(matrix, degrees):
    other = matrix @ rot.about_axis("x", np.radians(degrees))
    assert np.isclose(rot.angle_between(matrix, other), degrees, rtol=1e-4, atol=1e-6)


@given(directions, directions)
def test_the_shortest_arc_turns_one_direction_into_the_other_and_no_further(start, end):
    matrix = rot.shortest_arc(start, end)
    assert is_rotation(matrix)
    assert np.allclose(matrix @ start, end, atol=1e-5)
    between = np.degrees(np.arctan2(np.linalg.norm(np.cross(start, end)), start @ end))
    assert np.isclose(rot.angle_between(np.eye(3), matrix), between, atol=1e-3)


@given(directions)
def test_the_shortest_arc_to_the_opposite_direction_is_a_half_turn(start):
    matrix = rot.shortest_arc(start, -start)
    assert np.allclose(matrix @ start, -start, atol=1e-6)


@given(turns, st.integers(0, 2**32 - 1))
def test_procrustes_finds_the_rotation_that_points_were_turned_by(matrix, seed):
    points = np.random.default_rng(seed).normal(size=(3, 3))
    if np.linalg.svd(points, compute_uv=False)[1] > 0.05:  # points on one line leave the turn about it free
        assert np.allclose(rot.procrustes(points, points @ matrix.T), matrix, atol=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_procrustes_never_answers_with_a_reflection(seed):
    start = np.random.default_rng(seed).normal(size=(4, 3))
    assert is_rotation(rot.procrustes(start, start * (-1.0, 1.0, 1.0)))


@given(turns, turns, st.floats(0, 1))
def test_slerp_starts_and_ends_where_it_should_and_moves_evenly(first, second, weight):
    whole = rot.angle_between(first, second)
    assert np.allclose(rot.slerp(first, second, 0.0), first, atol=1e-9)
    assert np.allclose(rot.slerp(first, second, 1.0), second, atol=1e-7)
    between = rot.slerp(first, second, weight)
    assert np.isclose(rot.angle_between(first, between), weight * whole, atol=1e-4)


def test_every_function_takes_any_leading_shape():
    matrices = rot.matrix_from_axis_angle(np.random.default_rng(0).normal(size=(2, 5, 3)))
    assert rot.matrix_to_quaternion(matrices).shape == (2, 5, 4)
    assert rot.matrix_to_6d(matrices).shape == (2, 5, 6)
    assert rot.matrix_to_axis_angle(matrices).shape == (2, 5, 3)
    assert rot.slerp(matrices, matrices[::-1], np.full((2, 5), 0.5)).shape == (2, 5, 3, 3)
