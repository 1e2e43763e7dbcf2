#!/usr/bin/python3
"""General solvers as peers for the SDR, ZF and projection problems, each problem in its primal or its dual form.

Needs Debian's python3-numpy and python3-cvxopt, for CSDP coinor-csdp. One thread: run with
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1.

usage: cvxopt_peer.py CASES.json [--solver dual|primal|csdp] [--problems sdr,zf,projection] [--limit N] [--json OUT]

  primal  CVXOPT's coneqp in the covariances: M^2 (L + 1) real unknowns (ZF: M^2).
  dual    CVXOPT's coneqp in the multipliers, a linear matrix inequality. With L(R) = 1/2 |F r|^2 of the 2M - 1 diagonal sums r the
          SDR has rank F + 1 + L unknowns (w, nu, lambda),
            minimise 1/2 |w|^2 - P0 nu - sum_l lambda_l sigma^2 / |h_l|^2   subject to lambda >= 0 and, for every k,
            sum_i w_i T_i - nu I - sum_l ((1 + 1/Gamma0) [l = k] - 1) lambda_l h_l h_l^H / |h_l|^2 >= 0;
          ZF has one inequality and L (L - 1) more unknowns for h_i^H R h_j = 0; the projection has M^2 (L + 1) + 1 + L unknowns
          (R^ - R, X_l - C_l, nu, lambda).
  csdp    CSDP 6.2 on the dual SDR in SDPA's format; CPU time of the process less that of a run of one iteration, for both times.

CASES.json has the schema isac-reference-v1. Prints, per problem, the number solved and the median, minimum and maximum solve time
in milliseconds; only the call of the solver is timed, building its matrices is not. Beside the wall-clock time stands the CPU time
("cpu_ms"), which other work on the machine does not lengthen: of the least of three solves where a solve is short.
"""
import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import tempfile
import time

import numpy as np
from cvxopt import matrix, solvers

solvers.options.update(show_progress=False, abstol=1e-8, reltol=1e-8, feastol=1e-8)


def as_complex(pair):
    return np.asarray(pair[0]) + 1j * np.asarray(pair[1])


def steering(theta, m):
    return np.exp(-1j * np.pi * np.arange(m) * np.sin(theta))


def hermitian_basis(m):
    """Orthonormal real basis (m*m, m, m) of the Hermitian matrices under Tr(AB)."""
    basis = []
    for i in range(m):
        e = np.zeros((m, m), complex)
        e[i, i] = 1
        basis.append(e)
    for i in range(m):
        for j in range(i + 1, m):
            for v in (1, 1j):
                e = np.zeros((m, m), complex)
                e[i, j], e[j, i] = v / np.sqrt(2), np.conj(v) / np.sqrt(2)
                basis.append(e)
    return np.array(basis)


def embed(x):
    return np.block([[x.real, -x.imag], [x.imag, x.real]])


def timed(args):
    """Solves up to three times where that takes little; wall-clock and CPU milliseconds of the quickest."""
    best = (np.inf, np.inf)
    for _ in range(3):
        t0, c0 = time.perf_counter(), time.process_time()
        s = solvers.coneqp(*args)
        best = min(best, (1e3 * (time.perf_counter() - t0), 1e3 * (time.process_time() - c0)), key=lambda pair: pair[1])
        if best[1] > 1000:
            break
    return s, best


class Problem:
    def __init__(self, case):
        self.h = as_complex(case["channel_real_imag"]) / np.sqrt(case["noise"])
        self.users, self.m = self.h.shape
        self.power, self.gamma = case["power"], 10 ** (case["sinr_db"] / 10)
        n = case["grid_points"]
        deg = -90 + 180 * np.arange(n) / n
        self.b = np.zeros(n)
        for t in case["targets_deg"]:
            self.b[np.abs(deg - t) <= case["beamwidth_deg"] / 2 + 1e-9] = 1
        self.basis = hermitian_basis(self.m)
        a = np.stack([steering(t, self.m) for t in np.deg2rad(deg)])
        self.pattern = np.einsum("nm,kmp,np->nk", a.conj(), self.basis, a).real
        p = self.pattern
        if self.b.any():
            p = p - np.outer(self.b, self.b @ p) / (self.b @ self.b)
        self.quad = 2 * p.T @ p / n
        self.gain = np.einsum("lm,kmp,lp->lk", self.h.conj(), self.basis, self.h).real
        self.norm2 = np.linalg.norm(self.h, axis=1) ** 2
        self.embed = np.array([embed(x).flatten(order="F") for x in self.basis]).T
        self.trace = np.einsum("kmm->k", self.basis).real

    def _coneqp(self, quad, lin, blocks, rows, rhs, eq, eq_rhs):
        m2 = self.m * self.m
        cones = np.zeros((blocks * 4 * m2, quad.shape[0]))
        for j in range(blocks):
            cones[j * 4 * m2:(j + 1) * 4 * m2, j * m2:(j + 1) * m2] = -self.embed
        args = [matrix(quad), matrix(lin), matrix(np.vstack([rows, cones])),
                matrix(np.concatenate([rhs, np.zeros(blocks * 4 * m2)])),
                {"l": len(rhs), "q": [], "s": [2 * self.m] * blocks},
                matrix(eq), matrix(np.asarray(eq_rhs, float))]
        s, times = timed(args)
        return s, np.array(s["x"]).ravel(), times

    def _sinr_rows(self):
        m2, n = self.m ** 2, self.m ** 2 * (self.users + 1)
        rows = np.tile(self.gain, self.users + 1)
        for l in range(self.users):
            rows[l, (l + 1) * m2:(l + 2) * m2] -= (1 + 1 / self.gamma) * self.gain[l]
        return rows / self.norm2[:, None], -1 / self.norm2

    def sdr(self):
        k = self.users + 1
        rows, rhs = self._sinr_rows()
        s, x, ms = self._coneqp(np.kron(np.ones((k, k)), self.quad), np.zeros(k * self.m ** 2), k,
                                rows, rhs, np.tile(self.trace, k)[None, :], [self.power])
        r = x.reshape(k, -1).sum(0)
        return s, r @ self.quad @ r / 2, ms

    def zf(self):
        eq, rhs = [self.trace], [self.power]
        for i in range(self.users):
            for j in range(i + 1, self.users):
                v = np.einsum("m,kmp,p->k", self.h[i].conj(), self.basis, self.h[j])
                v /= np.abs(v).max()
                eq += [v.real, v.imag]
                rhs += [0, 0]
        s, x, ms = self._coneqp(self.quad, np.zeros(self.m ** 2), 1, -self.gain / self.norm2[:, None],
                                -self.gamma / self.norm2, np.array(eq), rhs)
        return s, x @ self.quad @ x / 2, ms

    def projection(self, c, s_raw):
        k, m2 = self.users + 1, self.m ** 2
        coeff = lambda y: np.einsum("kij,ji->k", self.basis, y).real
        cl = [coeff(np.outer(c[:, l], c[:, l].conj())) for l in range(self.users)]
        r0 = sum(cl) + coeff(s_raw @ s_raw.conj().T)
        quad = 2 * np.kron(np.ones((k, k)), np.eye(m2))
        lin = np.tile(-2 * r0, k)
        for l in range(self.users):
            sl = slice((l + 1) * m2, (l + 2) * m2)
            quad[sl, sl] += 2 * np.eye(m2)
            lin[sl] -= 2 * cl[l]
        rows, rhs = self._sinr_rows()
        s, x, ms = self._coneqp(quad, lin, k, rows, rhs, np.tile(self.trace, k)[None, :], [self.power])
        x = x.reshape(k, -1)
        d2 = ((x.sum(0) - r0) ** 2).sum() + sum(((x[l + 1] - cl[l]) ** 2).sum() for l in range(self.users))
        return s, d2, ms


class DualProblem(Problem):
    """The same problems in their multipliers; the optimal value is minus that of the minimisation."""

    def __init__(self, case):
        super().__init__(case)
        m = self.m
        sums = [np.eye(m, dtype=complex)]
        for d in range(1, m):
            e = np.eye(m, k=d, dtype=complex)
            sums += [(e + e.T) / np.sqrt(2), 1j * (e - e.T) / np.sqrt(2)]
        sums = np.array(sums)
        q = np.einsum("kij,cij->ck", self.basis.conj(), sums).real @ self.quad @ np.einsum("kij,cij->kc", self.basis.conj(), sums).real
        norms = np.array([np.vdot(t, t).real for t in sums])
        q /= np.outer(norms, norms)  # the quadratic form of the diagonal sums r_k = Tr(T_k R) / |T_k|^2 ... in coordinates of T
        values, vectors = np.linalg.eigh(q)
        keep = values > 1e-12 * values[-1]
        factor = np.sqrt(values[keep])[:, None] * vectors[:, keep].T  # L(R) = 1/2 |factor Tr(T R)|^2
        self.root = np.einsum("rk,kij->rij", factor, sums)
        self.channel = [np.outer(h, h.conj()) / n for h, n in zip(self.h, self.norm2)]

    def _minimise(self, quad, lin, blocks, nonnegative):
        """blocks[i][k]: the matrix of unknown i in inequality k; the unknowns in nonnegative are so."""
        n, k = len(lin), blocks.shape[1]
        rows = np.zeros((len(nonnegative), n))
        rows[np.arange(len(nonnegative)), nonnegative] = -1
        cones = [-np.array([embed(blocks[i, j]).flatten(order="F") for i in range(n)]).T for j in range(k)]
        args = [matrix(quad), matrix(lin), matrix(np.vstack([rows] + cones)),
                matrix(np.zeros(len(nonnegative) + k * 4 * self.m ** 2)),
                {"l": len(nonnegative), "q": [], "s": [2 * self.m] * k}]
        s, times = timed(args)
        return s, -s["primal objective"], times

    def _rooted(self, more):
        r = len(self.root)
        quad = np.zeros((r + more, r + more))
        quad[:r, :r] = np.eye(r)
        return r, quad

    def sdr_form(self):
        r, quad = self._rooted(1 + self.users)
        blocks = np.zeros((len(quad), self.users, self.m, self.m), complex)
        for k in range(self.users):
            blocks[:r, k], blocks[r, k] = self.root, -np.eye(self.m)
            for l in range(self.users):
                blocks[r + 1 + l, k] = -((1 + 1 / self.gamma) * (l == k) - 1) * self.channel[l]
        return r, quad, np.concatenate([np.zeros(r), [-self.power], -1 / self.norm2]), blocks

    def sdr(self):
        r, quad, lin, blocks = self.sdr_form()
        return self._minimise(quad, lin, blocks, r + 1 + np.arange(self.users))

    def zf(self):
        pairs = [(i, j) for i in range(self.users) for j in range(i + 1, self.users)]
        r, quad = self._rooted(1 + self.users + 2 * len(pairs))
        blocks = np.zeros((len(quad), 1, self.m, self.m), complex)
        blocks[:r, 0], blocks[r, 0] = self.root, -np.eye(self.m)
        for l in range(self.users):
            blocks[r + 1 + l, 0] = -self.channel[l]
        for k, (i, j) in enumerate(pairs):
            cross = np.outer(self.h[j], self.h[i].conj()) / np.sqrt(self.norm2[i] * self.norm2[j])
            at = r + 1 + self.users + 2 * k
            blocks[at, 0], blocks[at + 1, 0] = cross + cross.conj().T, 1j * (cross - cross.conj().T)
        lin = np.concatenate([np.zeros(r), [-self.power], -self.gamma / self.norm2, np.zeros(2 * len(pairs))])
        return self._minimise(quad, lin, blocks, r + 1 + np.arange(self.users))

    def projection(self, c, s_raw):
        m2, users = self.m ** 2, self.users
        raw = [np.outer(c[:, l], c[:, l].conj()) for l in range(users)]
        coeff = lambda y: np.einsum("kij,ji->k", self.basis, y).real
        total = sum(raw) + s_raw @ s_raw.conj().T
        n = m2 * (users + 1) + 1 + users
        quad = np.diag(np.concatenate([np.full(m2 * (users + 1), 2.0), np.zeros(1 + users)]))
        lin = np.concatenate([2 * coeff(total)] + [2 * coeff(x) for x in raw] + [[self.power], -1 / self.norm2])
        blocks = np.zeros((n, users + 1, self.m, self.m), complex)
        nu = m2 * (users + 1)
        for k in range(users + 1):  # Z, then Z_l = 2 (X_l - C_l) + Z - (1 + 1/Gamma0) lambda_l H_l
            blocks[:m2, k], blocks[nu, k] = 2 * self.basis, np.eye(self.m)
            for l in range(users):
                blocks[nu + 1 + l, k] = (1 - (1 + 1 / self.gamma) * (l == k - 1)) * self.channel[l]
            if k:
                blocks[m2 * k:m2 * (k + 1), k] = 2 * self.basis
        return self._minimise(quad, lin, blocks, nu + 1 + np.arange(users))


class CsdpProblem(DualProblem):
    """The dual SDR for CSDP: 1/2 |w|^2 <= t as a semidefinite block [2 t I, w; w^T, 1] of order rank F + 1."""

    def sdr(self):
        r, quad, lin, blocks = self.sdr_form()
        n, size = len(lin), 2 * self.m
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, "sdr.dat-s")
            with open(name, "w") as out:
                out.write(f"{n + 1}\n{self.users + 2}\n{' '.join([str(size)] * self.users)} {r + 1} -{self.users}\n")
                out.write(" ".join(f"{x:.17g}" for x in [*lin, 1.0]) + "\n")
                # sum x_i F_i - F_0 >= 0; F_0 has -1 in the corner, so that the block is [2 t ... I, w; w^T, 1] by Schur's complement
                for j in range(r):
                    out.write(f"0 {self.users + 1} {j + 1} {j + 1} -1\n")
                for i in range(n):
                    for k in range(self.users):
                        e = embed(blocks[i, k])
                        out.writelines(
                            f"{i + 1} {k + 1} {a + 1} {b + 1} {e[a, b]:.17g}\n"
                            for a in range(size) for b in range(a, size) if abs(e[a, b]) > 1e-300)
                    if i < r:
                        out.write(f"{i + 1} {self.users + 1} {i + 1} {r + 1} 1\n")
                    if i > r:
                        out.write(f"{i + 1} {self.users + 2} {i - r} {i - r} 1\n")
                out.write(f"{n + 1} {self.users + 1} {r + 1} {r + 1} 2\n")
            code, text, cpu = min((self._run(name, folder, 100) for _ in range(3)), key=lambda run: run[2])
            start = min(self._run(name, folder, 1)[2] for _ in range(3))
        found = re.search(r"Primal objective value:\s*(\S+)", text)
        status = "optimal" if code == 0 and found else f"code {code}"
        return {"status": status, "gap": None}, -float(found.group(1)) if found else np.nan, (cpu - start, cpu - start)

    @staticmethod
    def _run(name, folder, most):
        with open(os.path.join(folder, "param.csdp"), "w") as out:
            out.write(
                "axtol=1.0e-8\natytol=1.0e-8\nobjtol=1.0e-8\npinftol=1.0e8\ndinftol=1.0e8\n"
                f"maxiter={most}\nminstepfrac=0.90\nmaxstepfrac=0.97\nminstepp=1.0e-8\nminstepd=1.0e-8\n"
                "usexzgap=1\ntweakgap=0\naffine=0\nprintlevel=1\nperturbobj=1\nfastmode=0\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run(["csdp", name], cwd=folder, stdout=subprocess.PIPE, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return run.returncode, run.stdout, 1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


FORMS = {"primal": Problem, "dual": DualProblem, "csdp": CsdpProblem}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("cases")
    ap.add_argument("--solver", choices=[*FORMS, "variants"], default="dual")
    ap.add_argument("--problems", default="sdr,zf,projection")
    ap.add_argument("--limit", type=int, default=10 ** 9)
    ap.add_argument("--json")
    args = ap.parse_args()
    out, times = [], {}
    if args.solver == "variants":
        from variants_peer import VariantProblem
        FORMS["variants"] = VariantProblem
        solvers.options.update(abstol=1e-8, reltol=1e-8, feastol=1e-8)
    for case in [c for c in json.load(open(args.cases))["cases"] if c["feasible"]][:args.limit]:
        p = FORMS[args.solver](case)
        row = {"id": case["id"]}
        for name in args.problems.split(","):
            try:
                extra = () if name != "projection" else (as_complex(case["raw_c_real_imag"]), as_complex(case["raw_s_real_imag"]))
                s, value, (ms, cpu_ms) = getattr(p, name)(*extra)
            except (ArithmeticError, ValueError) as e:
                row[name] = {"status": str(e)}
                continue
            row[name] = {"status": s["status"], "value": float(value), "gap": s["gap"], "ms": ms, "cpu_ms": cpu_ms}
            times.setdefault(name, []).append(ms)
        out.append(row)
    for name, ms in times.items():
        print(f"{name:11s} solved {len(ms):3d}  median {statistics.median(ms):9.3f} ms  min {min(ms):9.3f}  max {max(ms):9.3f}")
    if args.json:
        json.dump(out, open(args.json, "w"))


if __name__ == "__main__":
    main()
