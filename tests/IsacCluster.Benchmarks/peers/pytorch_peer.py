#!/usr/bin/env python3
"""The paper's graph network (Zhao et al., (13) to (23)) as a PyTorch user writes it, one thread, timed.

    pytorch_peer.py outputs|designs FOLDER [--seconds S]    inference of the batch in FOLDER
    pytorch_peer.py training [--seconds S]                  epochs of the paper's training

FOLDER holds model.safetensors, channels.f32 (batch x L x 2M: the network's inputs) and targets.f32 (K x 2M); the raw outputs go to
outputs.f32 there (each sample's users one after the other, then the radar). Prints one JSON line: samples per second of CPU time of the
process and of wall-clock time, medians over the repeats (a batch, or an epoch).
"""
import argparse
import json
import os
import statistics
import struct
import time

import numpy as np
import torch
from torch import nn

M, USERS, TARGETS, WIDTH, INNER, LAYERS = 10, 2, 3, 128, 64, 2
POWER, GAMMA, GRID = 1.0, 10 ** 0.8, 180


def mlp(inputs, inner=WIDTH):
    return nn.Sequential(nn.Linear(inputs, inner), nn.Sigmoid(), nn.Linear(inner, WIDTH), nn.Sigmoid())


class Update(nn.Module):
    def __init__(self):
        super().__init__()
        self.user_message, self.radar_message = mlp(WIDTH, INNER), mlp(WIDTH, INNER)
        self.user_combine, self.radar_combine = mlp(WIDTH, INNER), mlp(WIDTH, INNER)

    def forward(self, z, r):
        m, s = self.user_message(z), self.radar_message(r)
        return self.user_combine(z + s[:, None] + max_of_others(m)), self.radar_combine(s + m.mean(1))


def max_of_others(m):
    """max over j != l of m_j for every user l; with two users that is the other one."""
    users = m.shape[1]
    if users == 1:
        return torch.zeros_like(m)
    if users == 2:
        return m.flip(1)
    return torch.stack([torch.cat([m[:, :l], m[:, l + 1:]], 1).amax(1) for l in range(users)], 1)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.user_in, self.target_in = mlp(2 * M), mlp(2 * M)
        self.user_mix, self.radar_mix = mlp(WIDTH), mlp(WIDTH)
        self.update = nn.ModuleList(Update() for _ in range(LAYERS))
        self.user_out, self.radar_out = nn.Linear(WIDTH, 2 * M), nn.Linear(WIDTH, 2 * M * M)

    def forward(self, channels, targets):
        u, t = self.user_in(channels), self.target_in(targets).mean(1)
        z, r = self.user_mix(u + t[:, None]), self.radar_mix(u.mean(1) + t)
        for update in self.update:
            z, r = update(z, r)
        return self.user_out(z), self.radar_out(r)


def designs(users, radar):
    """[C, S], batch x M x (L + M), complex, of power P0."""
    scale = torch.sqrt(POWER / (users.square().sum((1, 2)) + radar.square().sum(1)))
    c = torch.complex(users[..., :M], users[..., M:]).transpose(1, 2)
    s = torch.complex(radar[:, :M * M], radar[:, M * M:]).view(-1, M, M)
    return torch.cat([c, s], 2) * scale[:, None, None]


def load(path):
    """The weights of a safetensors file under PyTorch's names: the indices of the dense layers of an MLP are 0 and 2."""
    data = open(path, "rb").read()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    state = {}
    for name, entry in json.loads(data[8:start]).items():
        if name == "__metadata__":
            continue
        first, end = entry["data_offsets"]
        values = np.frombuffer(data[start + first:start + end], "<f4").reshape(entry["shape"]).copy()
        state[name.replace(".1.weight", ".2.weight").replace(".1.bias", ".2.bias")] = torch.from_numpy(values)
    return state


def infer(folder, seconds, to_designs):
    net = Network()
    net.load_state_dict(load(os.path.join(folder, "model.safetensors")))
    read = lambda name, *shape: torch.from_numpy(np.fromfile(os.path.join(folder, name), "<f4").reshape(shape).copy())
    channels = read("channels.f32", -1, USERS, 2 * M)
    batch = len(channels)
    targets = read("targets.f32", TARGETS, 2 * M).expand(batch, -1, -1).contiguous()

    def run():
        outputs = net(channels, targets)
        return designs(*outputs) if to_designs else outputs

    with torch.no_grad():
        users, radar = net(channels, targets)
        torch.cat([users.flatten(1), radar], 1).numpy().tofile(os.path.join(folder, "outputs.f32"))
        return measure(run, batch, seconds)


def pattern_map(targets):
    """T with [Re R, Im R] T = P on the grid, and the desired pattern b."""
    deg = -90 + 180 * np.arange(GRID) / GRID
    a = np.exp(-1j * np.pi * np.outer(np.sin(np.deg2rad(deg)), np.arange(M)))
    outer = a.conj()[:, :, None] * a[:, None, :]
    rows = np.concatenate([outer.real.reshape(GRID, -1), -outer.imag.reshape(GRID, -1)], 1)
    b = (np.abs(deg[:, None] - targets) <= 5 + 1e-9).any(1)
    return torch.tensor(rows.T, dtype=torch.float32), torch.tensor(b, dtype=torch.float32)


def train(seconds, samples=10_000, batch=256):
    torch.manual_seed(1)
    angles = np.array([-40.0, 0.0, 40.0])
    steering = np.exp(-1j * np.pi * np.outer(np.sin(np.deg2rad(angles)), np.arange(M)))
    targets = torch.tensor(np.concatenate([steering.real, steering.imag], 1), dtype=torch.float32)
    channels = 5 * torch.randn(samples, USERS, 2 * M)  # h_l sqrt(P0) / sigma
    to_pattern, desired = pattern_map(angles)
    net = Network()
    adam = torch.optim.Adam(net.parameters(), 1e-3)
    own = torch.eye(USERS)

    def loss(h):
        x = designs(*net(h, targets.expand(len(h), -1, -1)))
        covariance = x @ x.mH
        pattern = torch.cat([covariance.real.flatten(1), covariance.imag.flatten(1)], 1) @ to_pattern
        beta = (pattern @ desired) / desired.sum()
        mse = (beta[:, None] * desired - pattern).square().mean(1)
        received = torch.complex(h[..., :M], -h[..., M:]) @ x
        received = received.real.square() + received.imag.square()
        signal = (received[..., :USERS] * own).sum(2)
        sinr = signal / (received.sum(2) - signal + 1)
        return (mse + torch.relu(GAMMA - sinr).sum(1)).mean()

    def epoch():
        order = torch.randperm(samples)
        for start in range(0, samples, batch):
            adam.zero_grad()
            loss(channels[order[start:start + batch]]).backward()
            adam.step()

    return measure(epoch, samples, seconds)


def measure(work, samples, seconds, warm_up=3):
    for _ in range(warm_up):
        work()
    walls, cpus, end = [], [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(walls) < 3:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        cpus.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    return {"samples_per_cpu_second": samples / statistics.median(cpus),
            "samples_per_second": samples / statistics.median(walls), "repeats": len(walls)}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("work", choices=["outputs", "designs", "training"])
    ap.add_argument("folder", nargs="?")
    ap.add_argument("--seconds", type=float, default=3)
    args = ap.parse_args()
    torch.set_num_threads(1)
    print(json.dumps(train(args.seconds) if args.work == "training" else infer(args.folder, args.seconds, args.work == "designs")))


main()
