"""Pulls a second of policies written with NumPy, vectorised over repetitions: `python peers/numpy_pulls.py`.

Ten Bernoulli arms (ten-low of bandits/bernoulli), 1000 repetitions of 1000 pulls, environment and policy together, as
`bench/pulls.bench.mjs` measures ours. Needs NumPy.
"""

import time

import numpy as np

MEANS = np.array([0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01])
REPETITIONS = 1000
HORIZON = 1000


def run(choose, rng):
    k = len(MEANS)
    rows = np.arange(REPETITIONS)
    pulls = np.zeros((REPETITIONS, k))
    sums = np.zeros((REPETITIONS, k))
    for t in range(HORIZON):
        arms = np.full(REPETITIONS, t) if t < k else choose(t, pulls, sums, rng)
        rewards = rng.random(REPETITIONS) < MEANS[arms]
        pulls[rows, arms] += 1
        sums[rows, arms] += rewards


def ucb1(t, pulls, sums, rng):
    return np.argmax(sums / pulls + np.sqrt(2 * np.log(t) / pulls), axis=1)


def thompson(t, pulls, sums, rng):
    return np.argmax(rng.beta(1 + sums, 1 + pulls - sums), axis=1)


def kl(p, q):
    q = np.clip(q, 1e-15, 1 - 1e-15)
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))


def kl_ucb(t, pulls, sums, rng):
    means = sums / pulls
    low, high = means, np.ones_like(means)
    for _ in range(20):
        middle = (low + high) / 2
        inside = pulls * kl(means, middle) <= np.log(t)
        low = np.where(inside, middle, low)
        high = np.where(inside, high, middle)
    return np.argmax(low, axis=1)


def exp3(rng):
    k = len(MEANS)
    rows = np.arange(REPETITIONS)
    losses = np.zeros((REPETITIONS, k))
    eta = np.sqrt(2 * np.log(k) / (HORIZON * k))
    for _ in range(HORIZON):
        weights = np.exp(-eta * (losses - losses.min(axis=1, keepdims=True)))
        cumulative = np.cumsum(weights, axis=1)
        places = rng.random(REPETITIONS) * cumulative[:, -1]
        arms = (cumulative <= places[:, None]).sum(axis=1)
        rewards = rng.random(REPETITIONS) < MEANS[arms]
        losses[rows, arms] += (1 - rewards) * cumulative[:, -1] / weights[rows, arms]


def measure(name, play):
    best = float("inf")
    for seed in range(5):
        start = time.perf_counter()
        play(np.random.default_rng(seed))
        best = min(best, time.perf_counter() - start)
    print(f"{name:10} {REPETITIONS * HORIZON / best / 1e6:8.2f} M pulls/s")


for name, choose in (("ucb1", ucb1), ("thompson", thompson), ("kl-ucb", kl_ucb)):
    measure(name, lambda rng, choose=choose: run(choose, rng))
measure("exp3", exp3)
