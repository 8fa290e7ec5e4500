"""The solver's wrapper: bounds, infeasibility, interruption."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from models.siting.highs import LinearModel, WholeSolution
from models.siting.watch import Watch


class Cancelled(BaseException):
    """What a caller raises out of `tick`."""


def at_least(rows: list[list[float]], sides: list[float], costs: list[float]) -> LinearModel:
    """Minimise ``costs @ x`` with ``rows @ x >= sides``, each x between 0 and 1."""
    model = LinearModel(np.array(costs), np.zeros(len(costs)), np.ones(len(costs)))
    model.add_rows(csr_array(np.array(rows)), np.array(sides), np.full(len(sides), np.inf))
    return model


def random_model(size: int) -> LinearModel:
    random = np.random.default_rng(0)
    return at_least(random.random((size, size)).tolist(), [size / 8] * size, random.random(size).tolist())


def test_a_small_program_by_hand() -> None:
    solution = at_least([[1.0, 1.0]], [1.5], [1.0, 3.0]).solve(Watch(np.inf, None))
    assert solution.found
    assert solution.values.tolist() == [1.0, 0.5]
    assert solution.bound == 2.5
    assert solution.reduced_costs.tolist() == [-2.0, 0.0]


def test_a_changed_limit_changes_the_next_solve() -> None:
    model = at_least([[1.0, 1.0]], [1.0], [1.0, 3.0])
    assert model.solve(Watch(np.inf, None)).bound == 1.0
    model.set_bounds(0, np.array([0.0, 0.0]), np.array([0.25, 1.0]))
    assert model.solve(Watch(np.inf, None)).bound == 2.5


def test_no_solution_is_a_bound_of_infinity() -> None:
    solution = at_least([[1.0, 1.0]], [3.0], [1.0, 1.0]).solve(Watch(np.inf, None))
    assert not solution.found
    assert solution.bound == np.inf


def test_no_time_proves_nothing() -> None:
    solution = random_model(200).solve(Watch(0.0, None))
    assert not solution.found
    assert solution.bound == -np.inf


def test_what_tick_raises_within_the_solver_comes_out() -> None:
    def tick(_fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        random_model(200).solve(Watch(np.inf, tick))


def test_a_search_for_whole_columns_may_end_near_its_bound() -> None:
    def searched(gap: float) -> WholeSolution:
        model = random_model(40)
        model.make_whole(np.arange(40))
        model.stop_within(gap)
        return model.solve_whole(Watch(np.inf, None))

    best, near = searched(0.0), searched(2.0)
    assert best.objective == pytest.approx(best.bound, abs=1e-6)
    assert 0.01 < near.objective - near.bound <= 2.0
    assert near.bound <= best.objective <= near.objective
