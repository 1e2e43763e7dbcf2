"""NAME: an algorithm of IsacCluster. `isac run --check spec.yaml` tries it, `isac run spec.yaml` compares it."""

import numpy as np
from isac_algorithm import serve


def design(problem):
    """Maximum ratio transmission, to be replaced: see isac_algorithm.py for what a problem has and a design is."""
    h = problem.channels  # (batch, users, antennas), row l is h_l
    unit = h / np.linalg.norm(h, axis=2, keepdims=True)
    c = np.sqrt(problem.power / problem.users) * unit.transpose(0, 2, 1)
    return c, None  # beams of the users; beams of the radar, None: none


if __name__ == "__main__":
    serve(design)
