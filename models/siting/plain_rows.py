"""The rows of a p-median without rules: `p` sites, at least one within reach of every demand.

Owns `plain_rows`; it needs no names for its rows, and is quick where thousands of demands share them.
"""

import numpy as np
from scipy.sparse import csr_array

from models.siting.median import Median
from models.siting.site_rows import Block, Rule, SiteRows


def plain_rows(median: Median) -> SiteRows:
    """Return the number of sites, and the reach of each demand that some site does not reach."""
    sites = median.cost.shape[1]
    partly = median.unreachable.any(axis=1)
    reach = csr_array(~median.unreachable[partly], dtype=np.float64)
    number, rows = np.array([float(median.p)]), reach.shape[0]
    return SiteRows(
        sites,
        0,
        (
            Block(Rule("number"), csr_array(np.ones((1, sites))), number, number),
            Block(Rule("reach"), reach, np.ones(rows), np.full(rows, np.inf)),
        ),
    )
