"""Why no plan respects all rules: a set of rules that contradict each other, none of which is needless.

Owns `contradiction`.

References
----------
Junker (2004), QuickXplain, AAAI: halving the rules instead of leaving them out one by one.
"""

from collections.abc import Sequence

import numpy as np

from models.siting.highs import LinearModel
from models.siting.site_rows import Block, Rule, SiteRows
from models.siting.watch import Watch


def contradiction(rows: SiteRows, watch: Watch) -> tuple[Rule, ...]:
    """Return an irreducible set of rules that no choice of sites respects together; empty when there is no such set.

    Leave any one of them out and the rest can be respected.
    """
    if _respected(rows, rows.blocks, watch):
        return ()
    return tuple(block.rule for block in _needed(rows, (), rows.blocks, watch))


def _needed(rows: SiteRows, kept: Sequence[Block], blocks: Sequence[Block], watch: Watch) -> list[Block]:
    """Return the fewest of `blocks` that contradict each other and those `kept`, which together do not."""
    if len(blocks) == 1:
        return list(blocks)
    half = len(blocks) // 2
    first, second = blocks[:half], blocks[half:]
    of_second = [] if not _respected(rows, [*kept, *first], watch) else _needed(rows, [*kept, *first], second, watch)
    also = [*kept, *of_second]
    of_first = [] if not _respected(rows, also, watch) else _needed(rows, also, first, watch)
    return [*of_first, *of_second]


def _respected(rows: SiteRows, blocks: Sequence[Block], watch: Watch) -> bool:
    """Say whether some choice of sites respects the rules; True where the time is over before it is known."""
    width = rows.sites + rows.extra
    model = LinearModel(np.zeros(width), np.zeros(width), np.ones(width))
    model.add_rows(*SiteRows(rows.sites, rows.extra, tuple(blocks)).stacked())
    model.make_whole(np.arange(rows.sites))
    return not np.isposinf(model.solve_whole(watch).bound)
