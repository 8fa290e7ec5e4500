"""Where services go: each problem of siting in a file of its own; here are the public names."""

from models.siting.maximal_covering import maximal_covering
from models.siting.p_median import p_median
from models.siting.rules import Rules
from models.siting.solution import Siting

__all__ = ["Rules", "Siting", "maximal_covering", "p_median"]
