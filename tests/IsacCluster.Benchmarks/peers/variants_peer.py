#!/usr/bin/python3
"""CVXOPT as a peer for the problems with antenna powers, cross-correlation, and limits of each user (conic_peer.py: the plain ones).

Needs Debian's python3-numpy and python3-cvxopt. One thread: run with OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1.

usage: variants_peer.py random --count N --seed S [--variant users|antennas|cross|all] [--antennas M] [--users L] -o CASES.json
       variants_peer.py compare CASES.json SOLUTIONS.json [--problems sdr,zf,zf-pinv,projection,min-power] [--speed]

  random   N cases of schema isac-variants-v1 with raw designs to project; a fifth asks for too much. Of a given size with --antennas and
           --users: what `peer CASES.json --peers variants` measures.
  compare  Solves every case in its dual form (conic_peer.py) with tolerances 1e-9 and compares with what `isac solve` wrote: values to
           1e-6 max(1, value), constraints on the returned beamformers to 1e-6, and for infeasible cases the certificate itself, by
           eigenvalues. Prints each disagreement and a count; exit 1 if there is any. --speed adds the ratio of the times.

In the dual form the antennas' powers have one multiplier each in the place of one for the trace, diag(nu) for nu I, and the
cross-correlation joins the rows w of the beampattern: sqrt(2 c) times the real and the imaginary part of a_p^H R a_q, c = 2 w_c / (K^2 - K).
"""
import argparse
import json
import statistics
import sys

import numpy as np
from cvxopt import matrix, solvers

from conic_peer import DualProblem, as_complex, embed, steering, timed

solvers.options.update(show_progress=False, abstol=1e-9, reltol=1e-9, feastol=1e-9)


class VariantProblem(DualProblem):
    def __init__(self, case):
        users = case["users"]
        noise = np.broadcast_to(np.asarray(case["noise"], float), users)
        scaled = as_complex(case["channel_real_imag"]) / np.sqrt(noise)[:, None]
        super().__init__({**case, "channel_real_imag": [scaled.real, scaled.imag], "noise": 1.0, "sinr_db": 0.0})
        self.gammas = 10 ** (np.broadcast_to(np.asarray(case["sinr_db"], float), users) / 10)
        m = self.m
        if case.get("power_constraint", "total") == "per-antenna":
            powers = case.get("antenna_power", [self.power / m] * m)
            self.powers, self.limits = np.array(powers), [np.diag(e).astype(complex) for e in np.eye(m)]
        else:
            self.powers, self.limits = np.array([self.power]), [np.eye(m, dtype=complex)]
        targets, weight = case["targets_deg"], case.get("cross_correlation_weight", 0)
        self.steering = [steering(np.deg2rad(t), m) for t in targets]
        self.weight = weight if len(targets) > 1 else 0
        if self.weight:
            root = np.sqrt(2 * self.weight * 2 / (len(targets) ** 2 - len(targets)))
            rows = []
            for q in range(len(targets)):
                for p in range(q):
                    x = np.outer(self.steering[q], self.steering[p].conj())  # Tr(x R) = a_p^H R a_q
                    rows += [root * (x + x.conj().T) / 2, root * (x - x.conj().T) / 2j]
            self.root = np.concatenate([self.root, np.array(rows)])

    def _own(self, l, k):
        return (1 + 1 / self.gammas[l]) * (l == k) - 1

    def _start(self, r, k, more):
        blocks = np.zeros((r + len(self.limits) + more, k, self.m, self.m), complex)
        for j in range(k):
            if r:
                blocks[:r, j] = self.root
            for i, limit in enumerate(self.limits):
                blocks[r + i, j] = -limit
        quad = np.zeros((len(blocks), len(blocks)))
        quad[:r, :r] = np.eye(r)
        return quad, blocks

    def sdr(self):
        r, n = len(self.root), len(self.limits)
        quad, blocks = self._start(r, self.users, self.users)
        for k in range(self.users):
            for l in range(self.users):
                blocks[r + n + l, k] = -self._own(l, k) * self.channel[l]
        lin = np.concatenate([np.zeros(r), -self.powers, -1 / self.norm2])
        return self._minimise(quad, lin, blocks, r + n + np.arange(self.users))

    def zf(self):
        r, n, users = len(self.root), len(self.limits), self.users
        pairs = [(i, j) for i in range(users) for j in range(i + 1, users)]
        quad, blocks = self._start(r, 1, users + 2 * len(pairs))
        for l in range(users):
            blocks[r + n + l, 0] = -self.channel[l]
        for k, (i, j) in enumerate(pairs):
            cross = np.outer(self.h[j], self.h[i].conj()) / np.sqrt(self.norm2[i] * self.norm2[j])
            at = r + n + users + 2 * k
            blocks[at, 0], blocks[at + 1, 0] = cross + cross.conj().T, 1j * (cross - cross.conj().T)
        lin = np.concatenate([np.zeros(r), -self.powers, -self.gammas / self.norm2, np.zeros(2 * len(pairs))])
        return self._minimise(quad, lin, blocks, r + n + np.arange(users))

    def zf_pinv(self):
        """One inequality for each column of the pseudo-inverse and one for the null space, as lifted matrices of order M."""
        w = np.linalg.pinv(self.h.conj())
        w = w / np.linalg.norm(w, axis=0)
        u, _, _ = np.linalg.svd(self.h.T)
        lifts = [w[:, [l]] for l in range(self.users)] + ([u[:, self.users:]] if self.users < self.m else [])
        r, n = len(self.root), len(self.limits)
        unknowns = np.concatenate([self.root, -np.array(self.limits), -np.array(self.channel)])
        rows = np.zeros((self.users, len(unknowns)))
        rows[np.arange(self.users), r + n + np.arange(self.users)] = -1
        cones = [-np.array([embed(v.conj().T @ x @ v).flatten(order="F") for x in unknowns]).T for v in lifts]
        quad = np.zeros((len(unknowns), len(unknowns)))
        quad[:r, :r] = np.eye(r)
        lin = np.concatenate([np.zeros(r), -self.powers, -self.gammas / self.norm2])
        s, times = timed([matrix(quad), matrix(lin), matrix(np.vstack([rows] + cones)), matrix(np.zeros(self.users + sum(4 * v.shape[1] ** 2 for v in lifts))),
                          {"l": self.users, "q": [], "s": [2 * v.shape[1] for v in lifts]}])
        return s, -s["primal objective"], times

    def min_power(self):
        """Least t P0 with R_mm = t P_m: maximise sum lambda_l / |h_l|^2 with sum nu_m P_m = P0."""
        n, users = len(self.limits), self.users
        _, blocks = self._start(0, users, users)
        for k in range(users):
            for l in range(users):
                blocks[n + l, k] = -self._own(l, k) * self.channel[l]
        blocks[:n] *= -1
        rows = np.zeros((users, n + users))
        rows[np.arange(users), n + np.arange(users)] = -1
        cones = [-np.array([embed(blocks[i, k]).flatten(order="F") for i in range(n + users)]).T for k in range(users)]
        lin = np.concatenate([np.zeros(n), -1 / self.norm2])
        eq = np.concatenate([self.powers, np.zeros(users)])[None, :]
        s, times = timed([matrix(np.zeros((n + users, n + users))), matrix(lin), matrix(np.vstack([rows] + cones)),
                          matrix(np.zeros(users + users * 4 * self.m ** 2)), {"l": users, "q": [], "s": [2 * self.m] * users},
                          matrix(eq), matrix(np.array([self.power]))])
        return s, -s["primal objective"], times

    def projection(self, c, s_raw):
        m2, users, n = self.m ** 2, self.users, len(self.limits)
        raw = [np.outer(c[:, l], c[:, l].conj()) for l in range(users)]
        coeff = lambda y: np.einsum("kij,ji->k", self.basis, y).real
        total = sum(raw) + s_raw @ s_raw.conj().T
        size, nu = m2 * (users + 1) + n + users, m2 * (users + 1)
        quad = np.diag(np.concatenate([np.full(nu, 2.0), np.zeros(n + users)]))
        lin = np.concatenate([2 * coeff(total)] + [2 * coeff(x) for x in raw] + [self.powers, -1 / self.norm2])
        blocks = np.zeros((size, users + 1, self.m, self.m), complex)
        for k in range(users + 1):
            blocks[:m2, k] = 2 * self.basis
            for i, limit in enumerate(self.limits):
                blocks[nu + i, k] = limit
            for l in range(users):
                blocks[nu + n + l, k] = -self._own(l, k - 1) * self.channel[l]
            if k:
                blocks[m2 * k:m2 * (k + 1), k] = 2 * self.basis
        return self._minimise(quad, lin, blocks, nu + n + np.arange(users))


def random_case(rng, i, variant, antennas=None, fixed_users=None):
    m = int(rng.integers(3, 11))
    users, targets = int(rng.integers(1, min(m, 4) + 1)), int(rng.integers(1, 4))
    m, users = antennas or m, fixed_users or users
    angles = sorted(float(a) for a in rng.choice(np.arange(-60, 61, 10), targets, replace=False))
    kind = variant if variant != "all" else str(rng.choice(["users", "antennas", "cross", "both"]))
    case = {"id": f"{variant}-{i:03d}", "antennas": m, "users": users, "targets_deg": angles, "beamwidth_deg": 10, "grid_points": 180,
            "power": float(np.round(10 ** rng.uniform(-1, 1), 3)), "noise": 0.01, "sinr_db": float(np.round(rng.uniform(0, 14), 2))}
    if rng.random() < 0.2:
        case["sinr_db"] += 12
    if kind == "users" or rng.random() < 0.5:
        case["sinr_db"] = [float(np.round(case["sinr_db"] + x, 2)) for x in rng.uniform(-4, 4, users)]
        case["noise"] = [float(np.round(0.01 * x, 5)) for x in 10 ** rng.uniform(-1, 1, users)]
    if kind in ("antennas", "both"):
        case["power_constraint"] = "per-antenna"
        if rng.random() < 0.3:
            shares = rng.uniform(0.5, 2, m)
            case["antenna_power"] = list(case["power"] * shares / shares.sum())
    if kind in ("cross", "both"):
        case["cross_correlation_weight"] = float(np.round(10 ** rng.uniform(-1, 1), 2))
    pair = lambda x: [x.real.tolist(), x.imag.tolist()]
    gauss = lambda *shape: (rng.standard_normal(shape) + 1j * rng.standard_normal(shape)) / np.sqrt(2)
    c, s = gauss(m, users), gauss(m, m)
    scale = np.sqrt(case["power"] / (np.linalg.norm(c) ** 2 + np.linalg.norm(s) ** 2))
    case |= {"channel_real_imag": pair(gauss(users, m)), "raw_c_real_imag": pair(scale * c), "raw_s_real_imag": pair(scale * s)}
    least = VariantProblem(case).min_power()
    return {**case, "feasible": bool(least[0]["status"] == "optimal" and least[1] < case["power"] * (1 - 1e-6))}


def check_design(p, solved, fixed_power=True):
    """Largest relative violation of powers and SINRs by the beamformers."""
    c, s = as_complex(solved["c_real_imag"]), as_complex(solved["s_real_imag"])
    r = c @ c.conj().T + s @ s.conj().T
    worst = max(abs(np.trace(x @ r).real - y) / y for x, y in zip(p.limits, p.powers))
    received = np.abs(p.h.conj() @ c) ** 2
    signal = np.diag(received)
    sinr = signal / (received.sum(1) - signal + (np.abs(p.h.conj() @ s) ** 2).sum(1) + 1)
    return max(worst, ((p.gammas - sinr) / p.gammas).max()), r


def check_certificate(p, case, certificate):
    """Whether the multipliers prove what they say, by eigenvalues."""
    if certificate["kind"] == "divergence":
        lam = np.array(certificate["direction"])
        lam, nu = lam * 2 * case["power"] / (lam * np.broadcast_to(case["noise"], p.users)).sum(), np.ones(p.m)
    elif certificate["kind"] == "restriction":
        return len(certificate["multipliers"]) > 0
    else:
        lam, nu = np.array(certificate["lambda"]), np.array(certificate.get("antenna_weights", np.ones(p.m)))
    powers = p.powers if len(p.powers) == p.m else np.full(p.m, p.power / p.m)
    noise = np.broadcast_to(np.asarray(case["noise"], float), p.users)
    h = as_complex(case["channel_real_imag"])
    total = np.diag(nu) + sum(x * np.outer(g, g.conj()) for x, g in zip(lam, h))
    least = min(np.linalg.eigvalsh(total - (1 + 1 / gamma) * x * np.outer(g, g.conj()))[0] for x, g, gamma in zip(lam, h, p.gammas))
    return least >= -1e-9 * max(1, np.abs(nu).max()) and (lam * noise).sum() > (nu @ powers) * (1 - 1e-12) and min(lam) >= 0


def compare(cases, solutions, problems, speed):
    solved_by_id = {x["id"]: x for x in solutions}
    bad, count, infeasible, ratios = 0, {}, {}, {}
    for case in cases:
        p = VariantProblem(case)
        for name in problems:
            key = name.replace("-", "_")
            solved = solved_by_id[case["id"]].get(key)
            if solved is None:
                continue
            count[name] = count.get(name, 0) + 1

            def wrong(why):
                print(f"{case['id']} {name}: {why}")

            status = solved["status"]
            try:
                extra = (as_complex(case["raw_c_real_imag"]), as_complex(case["raw_s_real_imag"])) if name == "projection" else ()
                s, value, (ms, cpu) = getattr(p, key)(*extra)
            except (ArithmeticError, ValueError) as e:
                s, value = {"status": str(e)}, np.nan
            if status == "infeasible":
                infeasible[name] = infeasible.get(name, 0) + 1
                if not check_certificate(p, case, solved["certificate"]):
                    bad += 1
                    wrong(f"certificate {solved['certificate']['kind']} is none")
                if s["status"] == "optimal":
                    bad += 1
                    wrong(f"infeasible, peer optimal {value}")
                continue
            if name == "min-power":
                if status != "optimal" and s["status"] != "optimal":
                    continue
                if status != "optimal" or s["status"] == "optimal" and abs(solved["power"] - value) > 2e-6 * max(value, 1):
                    bad += 1
                    wrong(f"{status} {solved.get('power')}, peer {s['status']} {value}")
                continue
            if status != "optimal":
                bad += 1
                wrong(f"{status} (gap {solved.get('rel_gap')}, residual {solved.get('primal_residual')}), peer {s['status']} {value}")
                continue
            own = solved["dist2"] if name == "projection" else solved.get("value", solved["mse"])
            violation, _ = check_design(p, solved)
            tolerance = 1e-6 * max(1, own)
            if violation > 1e-6 or s["status"] == "optimal" and abs(own - value) > tolerance or s["status"] != "optimal" and own < value - tolerance:
                bad += 1
                wrong(f"{own}, peer {s['status']} {value}, violation {violation:.1e}")
            if s["status"] == "optimal":
                ratios.setdefault(name, []).append(1e3 * cpu / solved["time_us"])
    for name, n in count.items():
        print(f"{name}: {n} compared, {infeasible.get(name, 0)} infeasible"
              + (f", CVXOPT takes {statistics.median(ratios[name]):.0f} times as long (median)" if speed and name in ratios else ""))
    print(f"{bad} disagreements")
    return bad


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("command", choices=["random", "compare"])
    ap.add_argument("files", nargs="*")
    ap.add_argument("--count", type=int, default=200)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--variant", choices=["users", "antennas", "cross", "both", "all"], default="all")
    ap.add_argument("--antennas", type=int)
    ap.add_argument("--users", type=int)
    ap.add_argument("--problems", default="sdr,zf,zf-pinv,projection,min-power")
    ap.add_argument("--speed", action="store_true")
    ap.add_argument("-o")
    args = ap.parse_args()
    if args.command == "random":
        rng = np.random.default_rng(args.seed)
        json.dump({"schema": "isac-variants-v1", "cases": [random_case(rng, i, args.variant, args.antennas, args.users) for i in range(args.count)]}, open(args.o, "w"))
        return 0
    cases, solutions = (json.load(open(name))["cases"] for name in args.files)
    return 1 if compare(cases, solutions, args.problems.split(","), args.speed) else 0


if __name__ == "__main__":
    sys.exit(main())
