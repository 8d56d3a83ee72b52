"""What NumPy does in a second, to measure beside: Kuramoto's model all to all, and Vicsek's with SciPy's k-d tree.

pip install numpy scipy
OMP_NUM_THREADS=1 python packages/env-swarm/peers/numpy_swarm.py
"""
import time

import numpy as np
from scipy.spatial import cKDTree


def best(agents, step, budget):
    least = float("inf")
    steps = max(1, budget // agents)
    for _ in range(8):
        begun = time.perf_counter()
        for _ in range(steps):
            step()
        least = min(least, (time.perf_counter() - begun) / steps / agents)
    return 1e-6 / least


def kuramoto(agents, rng):
    phases, omegas = 6 * rng.random(agents), rng.standard_normal(agents)

    def step():
        nonlocal phases
        s, c = np.sin(phases), np.cos(phases)
        phases += 0.05 * (omegas + 2 * (s.mean() * c - c.mean() * s))

    return step


def vicsek(agents, rng):
    side = np.sqrt(agents / 4)
    places, headings = side * rng.random((agents, 2)), 2 * np.pi * rng.random(agents)

    def step():
        nonlocal places, headings
        pairs = cKDTree(places, boxsize=side).query_pairs(1.0, output_type="ndarray")
        u, v = np.cos(headings), np.sin(headings)
        ends, starts = np.concatenate((pairs[:, 0], pairs[:, 1])), np.concatenate((pairs[:, 1], pairs[:, 0]))
        x = u + np.bincount(ends, u[starts], agents)
        y = v + np.bincount(ends, v[starts], agents)
        places = np.mod(places + 0.03 * np.stack((u, v), 1), side)
        headings = np.arctan2(y, x) + 2 * (rng.random(agents) - 0.5)

    return step


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    for agents in (1000, 10_000, 100_000):
        all_to_all = best(agents, kuramoto(agents, rng), 2_000_000)
        flock = best(agents, vicsek(agents, rng), 200_000)
        print(f"{agents:6d} agents  Kuramoto {all_to_all:5.1f} M/s  Vicsek {flock:5.2f} M/s")
