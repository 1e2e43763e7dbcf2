#!/usr/bin/python3
"""CVXOPT as a peer for planar arrays and desired patterns of levels and weights, in the covariances themselves: dense matrices, no structure.

Needs Debian's python3-numpy and python3-cvxopt. One thread: run with OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1.

usage: arrays_peer.py random --count N --seed S -o CASES.json
       arrays_peer.py compare CASES.json SOLUTIONS.json

  random   N cases as `isac solve` reads them: half of them planar with 2 x 2 to 3 x 3 antennas, the others linear; patterns of random levels
           and weights in two thirds, half of the grids closed.
  compare  Solves the SDR and the zero-forcing problem of every case with tolerances 1e-9 and compares with what `isac solve` wrote: values to
           1e-6 max(1, value). Prints each disagreement and a count; exit 1 if there is any.
"""
import argparse
import json
import sys

import numpy as np
from cvxopt import solvers

from conic_peer import Problem, as_complex, hermitian_basis, embed

solvers.options.update(show_progress=False, abstol=1e-9, reltol=1e-9, feastol=1e-9)


def directions(case):
    def angles(n):
        return -90 + 180 * np.arange(n) / (n - 1 if case.get("grid") == "closed" else n)

    azimuths = angles(case["grid_points"])
    if case.get("array", {}).get("planar", {}).get("rows", 1) == 1:
        return [(a, 0.0) for a in azimuths]
    return [(a, e) for e in angles(case.get("elevation_points", 36)) for a in azimuths]


def places(case):
    planar = case.get("array", {}).get("planar")
    if planar is None:
        return [(m, 0.0) for m in range(case["antennas"])]
    return [(c, planar.get("row_spacing", 1) * r) for r in range(planar["rows"]) for c in range(planar["columns"])]


def unit(direction):
    a, e = np.deg2rad(direction)
    return np.array([np.cos(e) * np.sin(a), np.cos(e) * np.cos(a), np.sin(e)])


class ArrayProblem(Problem):
    def __init__(self, case):
        self.h = as_complex(case["channel_real_imag"]) / np.sqrt(case["noise"])
        self.users, self.m = self.h.shape
        self.power, self.gamma = case["power"], 10 ** (case["sinr_db"] / 10)
        grid = directions(case)
        targets = [t if isinstance(t, list) else [t, 0.0] for t in case["targets_deg"]]
        d = case.get("spacing", 0.5)
        a = np.stack([[np.exp(-2j * np.pi * d * (x * unit(g)[0] + z * unit(g)[2])) for x, z in places(case)] for g in grid])
        near = lambda g, t: np.rad2deg(2 * np.arcsin(min(1, np.linalg.norm(unit(g) - unit(t)) / 2))) <= case["beamwidth_deg"] / 2 + 1e-9
        b = np.array(case.get("pattern_levels", [float(any(near(g, t) for t in targets)) for g in grid]))
        w = np.array(case.get("pattern_weights", np.ones(len(grid))))
        self.basis = hermitian_basis(self.m)
        p = np.einsum("nm,kmp,np->nk", a.conj(), self.basis, a, optimize=True).real
        if (w * b * b).any():
            p = p - np.outer(b, (w * b) @ p) / ((w * b) @ b)
        self.quad = 2 * (p.T * w) @ p / w.sum()
        self.gain = np.einsum("lm,kmp,lp->lk", self.h.conj(), self.basis, self.h).real
        self.norm2 = np.linalg.norm(self.h, axis=1) ** 2
        self.embed = np.array([embed(x).flatten(order="F") for x in self.basis]).T
        self.trace = np.einsum("kmm->k", self.basis).real


def random_case(rng, i):
    planar = rng.random() < 0.5
    case = {"id": f"array-{i:03d}", "beamwidth_deg": 20, "power": float(np.round(10 ** rng.uniform(-0.5, 0.5), 3)), "noise": 0.01,
            "sinr_db": float(np.round(rng.uniform(0, 12), 2)), "grid": str(rng.choice(["half-open", "closed"]))}
    if planar:
        rows, columns = int(rng.integers(2, 4)), int(rng.integers(2, 4))
        case.update(array={"planar": {"rows": rows, "columns": columns, "row_spacing": float(rng.choice([1, 1.4]))}},
                    antennas=rows * columns, grid_points=24, elevation_points=9,
                    targets_deg=[[float(x), float(y)] for x, y in zip(rng.choice([-40, 0, 35], 2, replace=False), rng.uniform(-30, 30, 2))])
    else:
        case.update(antennas=int(rng.integers(3, 10)), grid_points=91, targets_deg=[-30, 20], spacing=float(rng.choice([0.5, 0.4])))
    users = int(rng.integers(1, 4))
    case["users"] = min(users, case["antennas"] - 1)
    count = len(directions(case))
    if rng.random() < 0.67:
        case["pattern_levels"] = [float(x) for x in np.round(np.maximum(0, rng.standard_normal(count)), 3)]
    if rng.random() < 0.67 and "pattern_levels" in case:
        case["pattern_weights"] = [float(x) for x in np.round(rng.uniform(0, 3, count), 3)]
    h = (rng.standard_normal((case["users"], case["antennas"])) + 1j * rng.standard_normal((case["users"], case["antennas"]))) / np.sqrt(2)
    return {**case, "channel_real_imag": [h.real.tolist(), h.imag.tolist()]}


def compare(cases, solutions):
    wrong = agreed = left_out = 0
    for case in cases:
        p, solved = ArrayProblem(case), solutions[case["id"]]
        for name in ("sdr", "zf"):
            s, value, _ = getattr(p, name)()
            ours = solved[name]
            if s["status"] != "optimal":
                left_out += ours["status"] != "optimal"
                wrong += ours["status"] == "optimal" and s["status"] == "primal infeasible"
                continue
            if ours["status"] == "optimal" and abs(ours["mse"] - value) <= 1e-6 * max(1, value):
                agreed += 1
                continue
            wrong += 1
            print(f"{case['id']} {name}: {ours['status']} {ours.get('mse')} against {value}")
    print(f"{agreed} values agree, {wrong} do not, {left_out} are infeasible for both or without an answer of the peer")
    return wrong == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["random", "compare"])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output")
    options = parser.parse_args()
    if options.verb == "random":
        rng = np.random.default_rng(options.seed)
        with open(options.output, "w") as file:
            json.dump({"schema": "isac-reference-v1", "cases": [random_case(rng, i) for i in range(options.count)]}, file)
        return True
    cases, solutions = (json.load(open(name))["cases"] for name in options.files)
    return compare(cases, {solution["id"]: solution for solution in solutions})


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
