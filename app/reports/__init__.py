"""Writers of what leaves the program. Each takes a `Released` and nothing else."""
