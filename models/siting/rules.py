"""What a plan must respect beyond its number of sites.

Owns the frozen dataclass `Rules`, which every problem of siting takes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """Rules of a plan beyond `p`, `fixed` and `forbidden`; it has none yet."""
