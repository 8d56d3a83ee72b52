"""Steps per second of lot sizing as one would write it in Python with numpy, for bench/lot-sizing.bench.mjs.

A plain loop over machines and items, as in the published simulator, with the rules of 15 items and 5 machines; every
machine is told at random what to make. Usage: python lot_sizing_speed.py
"""

import time

import numpy as np

ITEMS, MACHINES, STEPS = 15, 5, 20_000


def main():
    rng = np.random.default_rng(0)
    production = np.where(rng.random((MACHINES, ITEMS)) < 0.4, 0, rng.integers(1, 41, (MACHINES, ITEMS)))
    setup_cost = rng.integers(15, 31, (MACHINES, ITEMS))
    setup_loss = rng.integers(1, 4, (MACHINES, ITEMS))
    lost_cost = np.where(rng.random(ITEMS) < 0.5, 1.1, 0.1)
    demand = rng.binomial(20, 0.4, (STEPS, ITEMS))
    actions = rng.integers(0, ITEMS + 1, (STEPS, MACHINES))
    stock = rng.integers(0, 100, ITEMS)
    setup = np.zeros(MACHINES, dtype=int)
    total = 0.0
    began = time.perf_counter()
    for t in range(STEPS):
        for m in range(MACHINES):
            action = actions[t, m]
            if action == 0:
                setup[m] = 0
                continue
            made = production[m, action - 1]
            if setup[m] != action:
                total += setup_cost[m, action - 1]
                made -= setup_loss[m, action - 1]
                setup[m] = action
            stock[action - 1] += made
        for i in range(ITEMS):
            left = stock[i] - demand[t, i]
            if left < 0:
                total -= left * lost_cost[i]
                left = 0
            stock[i] = min(left, 100)
            total += 0.01 * stock[i]
    seconds = time.perf_counter() - began
    print(f"{STEPS / seconds:.0f} steps/s, cost of a step {total / STEPS:.1f}")


main()
