#!/usr/bin/python3
"""CVXOPT as a peer for the criteria of `objective`: crb, extended_crb and max_min_power (docs/specification.md has their equations).

Needs Debian's python3-numpy and python3-cvxopt. One thread: run with OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1.

usage: criteria_peer.py random --count N --seed S [--criterion crb|extended_crb|max_min_power|all] -o CASES.json
       criteria_peer.py compare CASES.json SOLUTIONS.json [--speed]

  random   N cases of schema isac-variants-v1 with an objective; a fifth asks for much.
  compare  Solves every case as a linear program over cones in the covariances themselves, L blocks of order M, no structure used, and
           compares with what `isac solve --problems radar,sdr` wrote: values to 1e-6 relative, powers and SINRs of the beamformers to 1e-6.
           Prints each disagreement and a count; exit 1 if there is any.

CASES.json may carry "value" for each case, which random --solve writes: the tests of the solvers read such a file.
"""
import argparse
import json
import statistics
import sys
import time

import numpy as np
from cvxopt import matrix, solvers, spmatrix

from conic_peer import as_complex, embed, hermitian_basis

solvers.options.update(show_progress=False, abstol=1e-9, reltol=1e-9, feastol=1e-9)


class CriterionProblem:
    def __init__(self, case, serves=True):
        self.case, self.m, self.power = case, case["antennas"], case["power"]
        self.users = case["users"] if serves else 0
        self.name, self.given = next(iter(case["objective"].items()))
        self.h = as_complex(case["channel_real_imag"])
        self.noise = np.broadcast_to(np.asarray(case["noise"], float), case["users"]) / self.power
        self.gammas = 10 ** (np.broadcast_to(np.asarray(case["sinr_db"], float), case["users"]) / 10)
        self.spacing = case.get("spacing", 0.5)
        if case.get("power_constraint") == "per-antenna":
            self.shares = np.array(case.get("antenna_power", [self.power / self.m] * self.m)) / self.power
        else:
            self.shares = None
        self.basis = hermitian_basis(self.m)

    def steering(self, degrees):
        place = np.arange(self.m)
        return np.exp(-2j * np.pi * self.spacing * place * np.sin(np.deg2rad(degrees)))

    def response(self, degrees):
        """a and its derivative, phases from the array's centre."""
        a, place = self.steering(degrees), np.arange(self.m) - (self.m - 1) / 2
        return a, -2j * np.pi * self.spacing * np.cos(np.deg2rad(degrees)) * place * a

    def scale(self):
        rho = 10 ** (self.given.get("echo_snr_db", -20) / 10) * self.given.get("symbols", 256)
        if self.name == "crb":
            _, slope = self.response(self.given["target_deg"])
            return 1 / (2 * rho * self.m * np.linalg.norm(slope) ** 2)
        return 1 / (rho * self.m) if self.name == "extended_crb" else self.power

    def sidelobes(self):
        n = self.case["grid_points"]
        grid = -90 + 180 * np.arange(n) / n
        targets, far = np.array(self.case["targets_deg"]), self.given.get("sidelobe_from_deg", 0)
        distance = np.abs(grid[:, None] - targets).min(1)
        keep = distance > self.case["beamwidth_deg"] / 2 + 1e-9
        u = np.abs(np.sin(np.deg2rad(grid))[:, None] - np.sin(np.deg2rad(targets))).min(1)
        keep &= u >= 1 / (self.m * self.spacing) - 1e-12 if far == 0 else distance >= far - 1e-9
        return grid[keep]

    def solve(self):
        m, blocks, basis = self.m, max(self.users, 1), self.basis
        size = m * m * blocks
        form = lambda x, y: np.tile(np.einsum("i,kij,j->k", x.conj(), basis, y), blocks)  # x^H R y
        more = 1 if self.name != "extended_crb" else m * m
        rows, targets, cones = [], [], []

        def at_least(coefficients, extra, target):
            rows.append(np.concatenate([coefficients.real, extra]))
            targets.append(target)

        none = np.zeros(more)
        for l in range(self.users):
            h = self.h[l] / np.linalg.norm(self.h[l])
            own = np.zeros(size)
            own[m * m * l:m * m * (l + 1)] = np.einsum("i,kij,j->k", h.conj(), basis, h).real * (1 + 1 / self.gammas[l])
            at_least(own - form(h, h).real, none, self.noise[l] / np.linalg.norm(self.h[l]) ** 2)
        for b in range(blocks):
            cone = np.zeros((size + more, m, m), complex)
            cone[m * m * b:m * m * (b + 1)] = basis
            cones.append((cone, np.zeros((m, m))))
        objective = np.zeros(size + more)
        if self.name == "crb":
            # 2 x 2: [J - z, c; c^*, p] >= 0 of the information over D M, z as large as possible.
            a, slope = self.response(self.given["target_deg"])
            a, slope = a / np.linalg.norm(a), slope / np.linalg.norm(slope)
            p, q, c = form(a, a), form(slope, slope), form(a, slope)
            cone = np.zeros((size + 1, 2, 2), complex)
            cone[:size, 0, 0], cone[:size, 1, 1] = p + q, p
            cone[:size, 0, 1], cone[:size, 1, 0] = c, c.conj()
            cone[size, 0, 0] = -1
            cones.append((cone, np.zeros((2, 2))))
            objective[size] = -1
        elif self.name == "extended_crb":
            cone = np.zeros((size + more, 2 * m, 2 * m), complex)
            for b in range(blocks):
                cone[m * m * b:m * m * (b + 1), :m, :m] = basis
            cone[size:, m:, m:] = basis
            constant = np.zeros((2 * m, 2 * m), complex)
            constant[:m, m:] = constant[m:, :m] = np.eye(m)
            cones.append((cone, constant))
            objective[size:] = np.trace(basis, axis1=1, axis2=2).real
        else:
            limit = 10 ** (self.given["sidelobe_db"] / 10)
            for angle in self.case["targets_deg"]:
                a = self.steering(angle)
                at_least(form(a, a), np.array([-1.0]), 0)
            for angle in self.sidelobes():
                a = self.steering(angle)
                at_least(-form(a, a), np.array([limit]), 0)
            objective[size] = -1
        g = [-np.array(rows)] if rows else []
        g += [-np.array([embed(x).flatten(order="F") for x in cone]).T for cone, _ in cones]
        right = [-np.array(targets)] if rows else []
        right += [embed(constant + 0j).flatten(order="F") for _, constant in cones]
        if self.shares is None:
            equal, limits = [np.tile(np.trace(basis, axis1=1, axis2=2).real, blocks)], [1.0]
        else:
            equal, limits = [np.tile(basis[:, i, i].real, blocks) for i in range(m)], list(self.shares)
        equal = np.hstack([np.array(equal), np.zeros((len(limits), more))])
        dense = np.vstack(g)
        i, j = np.nonzero(dense)
        started = time.process_time()
        s = solvers.conelp(matrix(objective), spmatrix(dense[i, j], i, j, dense.shape), matrix(np.concatenate(right)),
                           {"l": len(rows), "q": [], "s": [2 * cone.shape[1] for cone, _ in cones]}, matrix(equal), matrix(np.array(limits)))
        taken = time.process_time() - started
        value = s["primal objective"]
        if value is None:
            return s["status"], None, taken
        if self.name == "crb":
            value = self.scale() / -value
        else:
            value = self.scale() * (value if self.name == "extended_crb" else -value)
        return s["status"], value, taken

    def value(self, r):
        """Of a covariance."""
        if self.name == "crb":
            a, slope = self.response(self.given["target_deg"])
            p, q, c = (a.conj() @ r @ a).real, (slope.conj() @ r @ slope).real, a.conj() @ r @ slope
            squared = np.linalg.norm(slope) ** 2
            return self.scale() * self.power * squared * self.m / (squared * p + self.m * (q - abs(c) ** 2 / p))
        if self.name == "extended_crb":
            return self.scale() * self.power * np.trace(np.linalg.inv(r)).real
        return min((a.conj() @ r @ a).real for a in map(self.steering, self.case["targets_deg"]))


def random_case(rng, i, criterion):
    name = criterion if criterion != "all" else str(rng.choice(["crb", "extended_crb", "max_min_power"]))
    m = int(rng.integers(3, 8 if name != "extended_crb" else 6))
    users, targets = int(rng.integers(1, min(m, 3) + 1)), int(rng.integers(1, 4))
    angles = sorted(float(a) for a in rng.choice(np.arange(-60, 61, 10), targets, replace=False))
    given = {"symbols": 100, "echo_snr_db": float(np.round(rng.uniform(-20, 0), 1))}
    if name == "crb":
        given = {"target_deg": angles[0], **given}
    elif name == "max_min_power":
        given = {"sidelobe_db": float(np.round(rng.uniform(-12, 0), 1)), "sidelobe_from_deg": float(rng.choice([0, 20, 30]))}
    gauss = (rng.standard_normal((users, m)) + 1j * rng.standard_normal((users, m))) / np.sqrt(2)
    case = {"id": f"{name}-{i:03d}", "antennas": m, "users": users, "targets_deg": angles, "beamwidth_deg": 10, "grid_points": 90,
            "power": float(np.round(10 ** rng.uniform(-1, 1), 3)), "noise": 0.01, "sinr_db": float(np.round(rng.uniform(5, 18), 2)),
            "objective": {name: given}, "channel_real_imag": [gauss.real.tolist(), gauss.imag.tolist()]}
    if rng.random() < 0.2:
        case["sinr_db"] += 10
    if rng.random() < 0.3:
        case["power_constraint"] = "per-antenna"
        if rng.random() < 0.5:
            shares = rng.uniform(0.5, 2, m)
            case["antenna_power"] = list(case["power"] * shares / shares.sum())
    return case


def violation(p, solved):
    c, s = as_complex(solved["c_real_imag"]), as_complex(solved["s_real_imag"])
    r = c @ c.conj().T + s @ s.conj().T
    worst = abs(np.trace(r).real / p.power - 1)
    if p.shares is not None:
        worst = max(worst, np.abs(np.diag(r).real / (p.shares * p.power) - 1).max())
    if p.users:
        received = np.abs(p.h.conj() @ c) ** 2
        signal = np.diag(received)
        sinr = signal / (received.sum(1) - signal + (np.abs(p.h.conj() @ s) ** 2).sum(1) + p.noise * p.power)
        worst = max(worst, ((p.gammas - sinr) / p.gammas).max())
    return worst, r


def compare(cases, solutions, speed):
    by_id = {x["id"]: x for x in solutions}
    bad, count, infeasible, ratios = 0, 0, 0, []
    for case in cases:
        for problem in ("radar", "sdr"):
            solved = by_id[case["id"]].get(problem)
            if solved is None:
                continue
            count += 1
            p = CriterionProblem(case, serves=problem == "sdr")
            status, value, taken = p.solve()
            why = None
            if solved["status"] == "infeasible":
                infeasible += 1
                why = f"infeasible, peer optimal {value}" if status == "optimal" else None
            elif solved["status"] != "optimal":
                why = f"{solved['status']} (gap {solved['rel_gap']}, residual {solved['primal_residual']}), peer {status} {value}"
            else:
                worst, r = violation(p, solved)
                own = p.value(r)
                if worst > 1e-6 or abs(own / solved["value"] - 1) > 1e-6 or status == "optimal" and abs(own / value - 1) > 2e-6:
                    why = f"{solved['value']} (own {own}), peer {status} {value}, violation {worst:.1e}"
                ratios.append(1e6 * taken / solved["time_us"])
            if why:
                bad += 1
                print(f"{case['id']} {problem}: {why}")
    print(f"{count} compared, {infeasible} infeasible"
          + (f", CVXOPT takes {statistics.median(ratios):.0f} times as long (median)" if speed and ratios else ""))
    print(f"{bad} disagreements")
    return bad


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("command", choices=["random", "compare"])
    ap.add_argument("files", nargs="*")
    ap.add_argument("--count", type=int, default=200)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--criterion", choices=["crb", "extended_crb", "max_min_power", "all"], default="all")
    ap.add_argument("--solve", action="store_true")
    ap.add_argument("--speed", action="store_true")
    ap.add_argument("-o")
    args = ap.parse_args()
    if args.command == "random":
        rng = np.random.default_rng(args.seed)
        cases = [random_case(rng, i, args.criterion) for i in range(args.count)]
        for case in cases if args.solve else []:
            status, value, _ = CriterionProblem(case).solve()
            case.update({"status": status, "value": value if status == "optimal" else None})
        json.dump({"schema": "isac-variants-v1", "cases": cases}, open(args.o, "w"))
        return 0
    cases, solutions = (json.load(open(name))["cases"] for name in args.files)
    return 1 if compare(cases, solutions, args.speed) else 0


if __name__ == "__main__":
    sys.exit(main())
