"""The modes of moving through a cell, as numbers of an int8 grid."""

BARRIER, WALKING, BICYCLE, MOTOR = 0, 1, 2, 3
