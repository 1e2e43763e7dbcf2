#!/usr/bin/python3
"""Optuna's samplers as a peer for IsacCluster.Search, on the objectives of src/IsacCluster.Search/Synthetic.

Needs Debian's python3-optuna (3.1).

usage: optuna_peer.py quality [--trials N] [--seeds A-B] [--sampler tpe|tpe-multivariate] [--json OUT]
       optuna_peer.py overhead [--trials N] [--json OUT]

quality: the best value after N trials (default 200), for each objective and seed. overhead: seconds of process CPU and of the wall for
N sequential TPE trials (default 1000) of 10 parameters in memory.
"""
import argparse
import json
import math
import sys
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)

C = [1, 1.2, 3, 3.2]
A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [[0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
     [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381]]


def sphere10(trial):
    return sum((trial.suggest_float(f"x{i}", -5, 5) - 1) ** 2 for i in range(10))


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    return -sum(c * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(row, x, at))) for c, row, at in zip(C, A, P))


def mixed(trial):
    rate = math.log10(trial.suggest_float("lr", 1e-5, 1, log=True)) + 3
    layers = trial.suggest_int("layers", 1, 8) - 4
    value = rate * rate + layers * layers / 10
    value += {"relu": 0.3, "gelu": 0, "tanh": 0.8}[trial.suggest_categorical("activation", ["relu", "gelu", "tanh"])]
    optimizer = trial.suggest_categorical("optimizer", ["sgd", "adam", "none"])
    if optimizer == "sgd":
        return value + 10 * (trial.suggest_float("momentum", 0, 1) - 0.9) ** 2 + 0.2
    if optimizer == "adam":
        beta = math.log10(trial.suggest_float("beta", 1e-4, 1, log=True)) + 2
        return value + beta * beta / 2 + (trial.suggest_int("warmup", 0, 50, step=5) - 20) ** 2 / 500
    return value + 1


OBJECTIVES = {"sphere10": sphere10, "hartmann6": hartmann6, "mixed": mixed}


def best(objective, sampler, seed, trials):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed, multivariate=sampler == "tpe-multivariate"))
    study.optimize(objective, n_trials=trials)
    return study.best_value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["quality", "overhead"])
    parser.add_argument("--trials", type=int)
    parser.add_argument("--seeds", default="0-9")
    parser.add_argument("--sampler", default="tpe", choices=["tpe", "tpe-multivariate"])
    parser.add_argument("--json")
    arguments = parser.parse_args()
    result = {"optuna": optuna.__version__, "python": sys.version.split()[0]}
    if arguments.verb == "quality":
        first, last = (int(end) for end in arguments.seeds.split("-"))
        for name, objective in OBJECTIVES.items():
            result[name] = [best(objective, arguments.sampler, seed, arguments.trials or 200) for seed in range(first, last + 1)]
    else:
        cpu, wall = time.process_time(), time.perf_counter()
        best(sphere10, arguments.sampler, 0, arguments.trials or 1000)
        result.update(cpu_s=time.process_time() - cpu, wall_s=time.perf_counter() - wall, trials=arguments.trials or 1000)
    text = json.dumps(result)
    if arguments.json:
        with open(arguments.json, "w") as file:
            file.write(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
