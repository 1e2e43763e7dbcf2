"""Maximum ratio transmission: c_l = sqrt(P0 / L) h_l / ||h_l||, S = 0. It looks at neither interference nor beampattern."""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from isac_algorithm import serve  # noqa: E402


def design(problem):
    h = problem.channels  # (batch, users, antennas)
    unit = h / np.linalg.norm(h, axis=2, keepdims=True)
    c = np.sqrt(problem.power / problem.users) * unit.transpose(0, 2, 1)
    return c, None


if __name__ == "__main__":
    serve(design)
