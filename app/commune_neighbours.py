"""Which communes of a project border on which, in the order of `app.children.communes`."""

import numpy as np
from numpy.typing import NDArray

from data.project import Project


def commune_neighbours(project: Project) -> list[NDArray[np.int64]]:
    """Return the positions of the neighbours of each commune; none for a commune without a shape.

    In a schematic project boundaries are drawn around centres, so its neighbours are too: a result must say so.
    """
    from app.travel_inputs import areas_of
    from geo.neighbours import contiguity

    return contiguity(areas_of(project).geometry)
