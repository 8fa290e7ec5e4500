"""Where services go: each problem of siting in a file of its own; here are the public names."""

from models.siting.backup_covering import backup_covering
from models.siting.capacitated import capacitated_p_median
from models.siting.maximal_covering import maximal_covering
from models.siting.p_center import p_center
from models.siting.p_median import p_median
from models.siting.rules import GroupCoverage, Rules
from models.siting.set_covering import set_covering
from models.siting.solution import Siting

__all__ = [
    "GroupCoverage",
    "Rules",
    "Siting",
    "backup_covering",
    "capacitated_p_median",
    "maximal_covering",
    "p_center",
    "p_median",
    "set_covering",
]
