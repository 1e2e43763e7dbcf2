"""An unrolled network in NumPy: K projected gradient steps whose lengths and weights are learned.

From c_l = h_l / |h_l|, with the rows of G the h_l^H / |h_l|, N = G C the received amplitudes and D their diagonal,

    C := unit power of  C - a_k G^H (N - D) + b_k G^H D,     k = 1, ..., K;     S = 0,

a_k against interference, b_k towards the own signal; the 2 K numbers are its weights. `--train` learns them by finite differences of the
mean over random channels of the smooth shortfall log(1 + exp(4 (Gamma - SINR) / Gamma)), writes unrolled.npz beside this file and ends;
without it the file is read where it is there, else the weights below are taken.
"""

import argparse
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from isac_algorithm import serve  # noqa: E402

STEPS = 4
WEIGHTS = np.array([[1.012, -0.029], [0.956, -0.039], [0.991, 0.010], [1.030, 0.067]])  # of --train


def layers(h, power, weights):
    """C of a batch, (batch, antennas, users)."""
    g = h.conj() / np.linalg.norm(h, axis=2, keepdims=True)  # row l is h_l^H / |h_l|
    back = g.conj().transpose(0, 2, 1)
    c = back.copy()
    eye = np.eye(h.shape[1])
    for against, towards in weights:
        received = g @ c
        own = received * eye
        c = c - back @ (against * (received - own) - towards * own)
        c /= np.sqrt((np.abs(c) ** 2).sum(axis=(1, 2), keepdims=True))
    return np.sqrt(power) * c


def sinr(h, c, noise):
    received = np.abs(h.conj() @ c) ** 2
    own = np.einsum("bll->bl", received)
    return own / (received.sum(axis=2) - own + noise)


def loss(weights, h, power, noise, threshold):
    shortfall = 4 * (threshold - sinr(h, layers(h, power, weights), noise)) / threshold
    return np.logaddexp(0, np.clip(shortfall, -50, 50)).mean()


def train(epochs=200, batch=256, users=2, antennas=10, seed=1, rate=0.05, step=1e-4):
    """Adam on central differences: 4 K values of the loss an epoch."""
    random = np.random.default_rng(seed)
    weights, first, second = WEIGHTS.copy(), np.zeros_like(WEIGHTS), np.zeros_like(WEIGHTS)
    for epoch in range(1, epochs + 1):
        h = (random.standard_normal((batch, users, antennas)) + 1j * random.standard_normal((batch, users, antennas))) / np.sqrt(2)
        gradient = np.zeros_like(weights)
        for index in np.ndindex(*weights.shape):
            moved = np.zeros_like(weights)
            moved[index] = step
            gradient[index] = (loss(weights + moved, h, 1, 0.1, 10) - loss(weights - moved, h, 1, 0.1, 10)) / (2 * step)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient ** 2
        weights -= rate * first / (1 - 0.9 ** epoch) / (np.sqrt(second / (1 - 0.99 ** epoch)) + 1e-12)
    return weights


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", action="store_true", help="learn the weights, write unrolled.npz and end")
    parser.add_argument("--weights", default=os.path.join(HERE, "unrolled.npz"))
    options = parser.parse_args()
    if options.train:
        np.savez(options.weights, weights=train())
        return
    weights = np.load(options.weights)["weights"] if os.path.exists(options.weights) else WEIGHTS

    def design(problem):
        # One after another: a product of a batch may round otherwise than one alone.
        return np.concatenate([layers(h[None], problem.power, weights) for h in problem.channels]), None

    serve(design)


if __name__ == "__main__":
    main()
