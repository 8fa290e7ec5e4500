"""What a benchmark says: one figure, printed as one line of JSON."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limit:
    """What a figure must not exceed."""

    seconds: float
    memory_mb: float | None = None


@dataclass(frozen=True)
class Figure:
    """One measurement, with its peer where there is one.

    Attributes
    ----------
    peer_seconds : float, optional
        None where there is no peer, or it is not installed.
    peak_memory_mb : float
        Of the process and its children, in MB of 2²⁰ bytes.
    limit : Limit, optional
        What was promised.
    """

    name: str
    seconds: float
    peak_memory_mb: float
    peer: str | None = None
    peer_seconds: float | None = None
    limit: Limit | None = None

    def line(self) -> str:
        """Return the figure as one line of JSON; `ratio` is the peer's time ÷ ours."""
        return json.dumps(
            {
                "name": self.name,
                "seconds": round(self.seconds, 4),
                "peer": self.peer,
                "peer_seconds": self.peer_seconds and round(self.peer_seconds, 4),
                "ratio": self.peer_seconds and round(self.peer_seconds / self.seconds, 1),
                "peak_memory_mb": round(self.peak_memory_mb, 1),
                "limit": self.limit and asdict(self.limit),
            },
            ensure_ascii=False,
        )
