"""Great-circle distances and the travel minutes estimated from them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG 1980): (2a + b) / 3 of the GRS 80 ellipsoid."""
MINUTES_PER_HOUR = 60.0


def great_circle_km(
    longitude_from: ArrayLike, latitude_from: ArrayLike, longitude_to: ArrayLike, latitude_to: ArrayLike
) -> Floats:
    """Measure the distance from each origin to each destination on a sphere (haversine).

    Parameters
    ----------
    longitude_from, latitude_from : array, shape (origins,)
        Degrees.
    longitude_to, latitude_to : array, shape (destinations,)
        Degrees.

    Returns
    -------
    array, shape (origins, destinations)
        Kilometres, within 0.6 % of those on the ellipsoid; NaN where a coordinate is NaN.

    References
    ----------
    Sinnott (1984), "Virtues of the haversine", Sky and Telescope 68(2).

    Examples
    --------
    >>> great_circle_km([0, 0], [0, 1], [0], [0]).round(3).tolist()
    [[0.0], [111.195]]
    """
    lon1, lat1 = (np.radians(np.asarray(x, dtype=float))[:, None] for x in (longitude_from, latitude_from))
    lon2, lat2 = (np.radians(np.asarray(x, dtype=float))[None, :] for x in (longitude_to, latitude_to))
    haversine = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(haversine, 0.0, 1.0))))


def minutes(distance_km: ArrayLike, *, detour: float, speed_kmh: float) -> Floats:
    """Estimate travel minutes: distance × detour factor ÷ speed.

    Parameters
    ----------
    distance_km : array, any shape
        Great-circle distances.
    detour : float
        Road length ÷ great-circle distance, at least 1.
    speed_kmh : float
        Mean speed on the road, > 0.

    Examples
    --------
    >>> minutes([10.0, 20.0], detour=1.5, speed_kmh=30).tolist()
    [30.0, 60.0]
    """
    return np.asarray(distance_km, dtype=float) * detour * MINUTES_PER_HOUR / speed_kmh
