"""Zero forcing with the pseudo-inverse, the built-in zf-pinv in NumPy.

The beams are the columns w_l of the channel's pseudo-inverse, so that h_j^H w_l = [j = l]; the radar works in the channel's null space,
spanned by the orthonormal columns of V:

    minimise  L(R)  over p_l >= Gamma_l sigma^2, Y >= 0  s.t.  R = sum_l p_l w_l w_l^H + V Y V^H,  Tr R = P0

L(R) is the mean square over a grid of angles of the difference between the beampattern a^H R a and the desired one (1 within half a beam
width of a target, else 0) at its best height. A barrier method: Newton steps in the scaled variables Y = T (I + Z) T^H, in which the
barrier's Hessian is the identity, each with an exact line search, until the gap n / t is below 1e-11 P0^2.

Where the users need more than P0, all power is shared among their beams: that design misses its SINR and is counted so.
"""

import argparse
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from isac_algorithm import serve  # noqa: E402

GAP, FACTOR, NEWTON_STEPS, SETTLED = 1e-11, 20.0, 60, 1e-6


def steering(antennas, angles_deg):
    """Column n is a(theta_n) of a half-wavelength line array."""
    return np.exp(-1j * np.pi * np.outer(np.arange(antennas), np.sin(np.deg2rad(angles_deg))))


def desired(angles_deg, targets_deg, beamwidth_deg):
    return (np.abs(angles_deg[:, None] - targets_deg[None, :]) <= beamwidth_deg / 2 + 1e-9).any(axis=1)


def residual_of(patterns, sector):
    """(I - b b^T / b^T b) applied to the columns: what is left at the best height of the desired pattern."""
    return patterns - sector[:, None] * patterns[sector].mean(axis=0) if sector.any() else patterns


def columns(u):
    """The patterns u_n^H E_k u_n of an orthonormal basis E_k of the Hermitian matrices; u is (n, angles)."""
    i, j = np.triu_indices(len(u), 1)
    cross = np.sqrt(2) * u[i].conj() * u[j]
    return np.concatenate([np.abs(u) ** 2, cross.real, cross.imag]).T


def hermitian(z, n):
    """The matrix of such coordinates."""
    i, j = np.triu_indices(n, 1)
    matrix = np.zeros((n, n), complex)
    count = len(i)
    matrix[i, j] = (z[n:n + count] - 1j * z[n + count:]) / np.sqrt(2)
    return matrix + matrix.conj().T + np.diag(z[:n])


def coordinates(matrix):
    i, j = np.triu_indices(len(matrix), 1)
    upper = np.sqrt(2) * matrix[i, j]
    return np.concatenate([np.diag(matrix).real, upper.real, -upper.imag])


def line_search(slope, curvature, eigenvalues):
    """argmin of slope a + curvature a^2 / 2 - sum log(1 + a w)."""
    most = 0.999 / max(1e-300, -eigenvalues.min()) if eigenvalues.min() < 0 else np.inf
    a = min(1.0, most)
    for _ in range(30):
        ratio = eigenvalues / (1 + a * eigenvalues)
        step = (slope + curvature * a - ratio.sum()) / (curvature + (ratio ** 2).sum())
        a = min(max(a - step, a / 10), (a + most) / 2 if np.isfinite(most) else 10 * a)
        if abs(step) < 1e-12 * a:
            break
    return a


def solve(beams, null, least, power, patterns_a, sector):
    """Powers q of the unit beams beyond the least ones, and T with Y = T T^H."""
    users, n = beams.shape[1], null.shape[1]
    beam_patterns = np.abs(beams.conj().T @ patterns_a).T ** 2  # (angles, users)
    projected = null.conj().T @ patterns_a
    # A pattern is a sum of 2M - 1 functions of the angle: residuals have so many coordinates.
    harmonics = np.concatenate([patterns_a.T.real, patterns_a.T[:, 1:].imag], axis=1)
    axes = np.linalg.qr(residual_of(harmonics, sector))[0].T / np.sqrt(patterns_a.shape[1])
    parts = users + n
    q = np.full(users, (power - least.sum()) / parts)
    root = np.eye(n, dtype=complex) * np.sqrt((power - least.sum()) / parts)
    barrier = np.concatenate([np.ones(parts), np.zeros(n * n - n)])
    t = 1.0 / power ** 2
    while True:
        for _ in range(NEWTON_STEPS):
            u = root.conj().T @ projected
            a = axes @ residual_of(np.concatenate([beam_patterns * q, columns(u)], axis=1), sector)
            pattern = beam_patterns @ (least + q) + (np.abs(u) ** 2).sum(axis=0)
            r = axes @ residual_of(pattern[:, None], sector)[:, 0]
            _, sigma, rows = np.linalg.svd(a, full_matrices=False)
            shrink = 2 * t * sigma ** 2 / (1 + 2 * t * sigma ** 2)
            gradient = 2 * t * (a.T @ r) - barrier
            trace = np.concatenate([q, coordinates(root.conj().T @ root)])
            newton, along = (v - rows.T @ (shrink * (rows @ v)) for v in (gradient, trace))  # (2 t A^T A + I)^-1
            z = along * (trace @ newton) / (trace @ along) - newton
            values, vectors = np.linalg.eigh(hermitian(z[users:], n)) if n else (np.zeros(0), np.zeros((0, 0)))
            moved = a @ z
            step = line_search(2 * t * (moved @ r), 2 * t * (moved @ moved), np.concatenate([z[:users], values]))
            q = q * (1 + step * z[:users])
            root = root @ (vectors * np.sqrt(1 + step * values))
            if -gradient @ z < SETTLED:
                break
        if parts / t <= GAP * power ** 2:
            return q, root
        t *= FACTOR


def one(h, targets_deg, threshold, power, noise, options):
    users, antennas = h.shape
    angles = options.angles
    g = h.conj()  # row l is h_l^H
    w = np.linalg.pinv(g)  # (antennas, users), g w = I
    norms = np.linalg.norm(w, axis=0)
    beams, least = w / norms, threshold * noise * norms ** 2
    s = np.zeros((antennas, antennas), complex)
    if least.sum() >= power:
        return np.sqrt(least * power / least.sum()) * beams, s
    null = np.linalg.svd(g)[2].conj().T[:, users:]
    sector = desired(angles, targets_deg, options.beamwidth)
    q, root = solve(beams, null, least, power, steering(antennas, angles), sector)
    c = np.sqrt(least + q) * beams
    s[:, :antennas - users] = null @ root
    scale = np.sqrt(power / ((np.abs(c) ** 2).sum() + (np.abs(s) ** 2).sum()))
    return scale * c, scale * s


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--beamwidth", type=float, default=10, help="beamwidth_deg of the scenario")
    parser.add_argument("--grid", type=int, default=180, help="grid_points of the scenario")
    options = parser.parse_args()
    options.angles = -90 + 180 * np.arange(options.grid) / options.grid

    def design(problem):
        noise = np.broadcast_to(problem.noise, (problem.users,))
        designs = [
            one(h, targets, 10 ** (sinr / 10), problem.power, noise, options)
            for h, targets, sinr in zip(problem.channels, problem.targets_deg, problem.sinr_db)
        ]
        return np.stack([c for c, _ in designs]), np.stack([s for _, s in designs])

    serve(design)


if __name__ == "__main__":
    main()
