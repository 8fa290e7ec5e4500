"""The demo's heights, all simulated: valleys along roads and rivers, ridges of fractal noise between them.

Equations and parameters: docs/demo-model.md.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from data.demo_grid import RESOLUTION

LOWEST, HIGHEST = 250.0, 2100.0
"""Metres above sea level: about the range of Điện Biên."""
FLOOR_MEAN, FLOOR_SPREAD = 620.0, 170.0
FLOOR_WAVE = 60_000.0
"""Valley floors rise and fall over so many metres and more."""
RIDGE_MEAN, RIDGE_SPREAD, LEAST_RIDGE = 520.0, 330.0, 60.0
ROUGHNESS = 2.0
"""Exponent of the amplitude: a wave of twice the length is four times as high."""
FINE_SPREAD = 22.0
FINE_WAVE = 2_000.0
FLAT, RAMP = 350.0, 6_000.0
"""Half the width of a valley's floor and the length of its slope, m."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def noise(
    shape: tuple[int, int],
    rng: np.random.Generator,
    *,
    roughness: float,
    longest: float = np.inf,
    shortest: float = 2 * RESOLUTION,
) -> Floats:
    """Return noise of mean 0 and deviation 1 whose waves have the amplitude length ** `roughness`.

    Parameters
    ----------
    longest, shortest : float
        Lengths, in metres, between which waves are taken.

    References
    ----------
    Peitgen & Saupe (1988), The Science of Fractal Images, ch. 2: spectral synthesis.
    """
    waves = np.fft.rfft2(rng.standard_normal(shape))
    row, column = np.fft.fftfreq(shape[0], RESOLUTION), np.fft.rfftfreq(shape[1], RESOLUTION)
    frequency = np.hypot(row[:, None], column[None, :])
    kept = (frequency > 0) & (frequency >= 1 / longest) & (frequency <= 1 / shortest)
    amplitude = np.where(kept, frequency, np.inf) ** -roughness
    surface: Floats = np.fft.irfft2(waves * amplitude, shape)
    level: Floats = surface / surface.std()
    return level


def metres_from(cells: Mask) -> Floats:
    """Return how far each cell is from the nearest of `cells`, m."""
    return np.asarray(distance_transform_edt(~cells) * RESOLUTION)


def heights(from_valley: Floats, rng: np.random.Generator) -> Floats:
    """Return metres above sea level of each cell (eq. 15 to 17).

    Parameters
    ----------
    from_valley : array
        Metres from each cell to the nearest road or river: they run on the floors of valleys.
    """
    floor = FLOOR_MEAN + FLOOR_SPREAD * noise(from_valley.shape, rng, roughness=1.5, shortest=FLOOR_WAVE)
    ridge = RIDGE_MEAN + RIDGE_SPREAD * noise(from_valley.shape, rng, roughness=ROUGHNESS, longest=FLOOR_WAVE)
    fine = FINE_SPREAD * noise(from_valley.shape, rng, roughness=1.0, longest=FINE_WAVE)
    part = np.clip((from_valley - FLAT) / RAMP, 0.0, 1.0)
    rise = part * (2 - part)
    return np.asarray(np.clip(floor + rise * (np.maximum(ridge, LEAST_RIDGE) + fine), LOWEST, HIGHEST))


def slopes(elevation: Floats) -> Floats:
    """Return the steepness of each cell, in degrees."""
    down, across = np.gradient(elevation, RESOLUTION)
    return np.asarray(np.degrees(np.arctan(np.hypot(down, across))))
