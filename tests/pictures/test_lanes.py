"""Packing: nothing overlaps, and nothing moves farther than necessary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures.lanes import Lanes, spread, stack

EXTENTS = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), max_size=60).map(
    lambda pairs: sorted((a, a + b) for a, b in pairs)
)


@pytest.mark.parametrize(
    ("extents", "rows"),
    [
        ([], []),
        ([(0, 5), (5, 9)], [0, 0]),
        ([(0, 5), (4, 9), (5, 9)], [0, 1, 0]),
        ([(0, 9), (1, 3), (2, 4), (3, 5), (9, 10)], [0, 1, 2, 1, 0]),
    ],
)
def test_stacks_are_filled_from_below(extents: list[tuple[float, float]], rows: list[int]) -> None:
    assert stack(extents) == rows


@given(EXTENTS)
def test_stacks_are_as_low_as_possible(extents: list[tuple[float, float]]) -> None:
    rows = stack(extents)
    for n, (low, high) in enumerate(extents):
        for m in range(n):
            assert rows[n] != rows[m] or extents[m][1] <= low or high <= extents[m][0]
    deepest = max((sum(a <= low < b for a, b in extents) for low, _ in extents), default=0)
    assert max(rows, default=-1) + 1 == deepest


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), max_size=60), st.integers(1, 6))
def test_labels_in_a_row_never_touch(wanted: list[tuple[int, int]], limit: int) -> None:
    lanes = Lanes(limit)
    placed: list[tuple[int, int, int]] = []
    for low, length in wanted:
        full = lanes.is_full(low, low + length)
        row = lanes.place(low, low + length)
        assert full == (row is None)
        if row is None:
            # Refused only if every row is occupied there.
            assert {r for r, a, b in placed if a < low + length and low < b} == set(range(limit))
        else:
            assert all(r != row or b <= low or low + length <= a for r, a, b in placed)
            placed.append((row, low, low + length))
    assert len(lanes) <= limit


@pytest.mark.parametrize(
    ("wanted", "heights", "expected"),
    [
        ([10, 100], [20, 20], [10, 100]),
        ([100, 100], [20, 20], [90, 110]),
        ([100, 105, 300], [20, 20, 20], [92.5, 112.5, 300]),
        ([0, 0], [20, 20], [0, 20]),
        ([-50], [20], [0]),
        ([10, 50, 50], [20, 60, 20], [10 / 3, 70 / 3, 250 / 3]),
    ],
)
def test_colliding_labels_move_together(
    wanted: list[float], heights: list[float], expected: list[float]
) -> None:
    assert spread(wanted, heights, 0) == pytest.approx(expected)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(5, 60)), max_size=40))
def test_labels_down_a_column_never_touch(pairs: list[tuple[float, float]]) -> None:
    pairs.sort()
    places = spread([want for want, _ in pairs], [height for _, height in pairs], 0)
    assert all(place >= 0 for place in places)
    for n in range(1, len(places)):
        assert places[n] >= places[n - 1] + pairs[n - 1][1] - 1e-6
