"""POGEMA's agent-steps per second: 64 x 64 cells, 20 % obstacles, 256 agents, radius 5, restart, soft, random actions.

python3 -m venv DIRECTORY && DIRECTORY/bin/pip install pogema==1.4.0 'numpy<2'
DIRECTORY/bin/python packages/env-mapf/peers/pogema_speed.py

Prints the best of five episodes of 256 steps, with observations, and without (`_obs` gives nothing). Beside it:
`pnpm bench env-mapf`.
"""
import time

import numpy as np
from pogema import GridConfig, pogema_v0

STEPS = 256
CONFIG = GridConfig(
    on_target='restart', collision_system='soft', size=64, density=0.2, num_agents=256, obs_radius=5,
    max_episode_steps=STEPS, seed=0,
)


def rate(observed):
    best = 0.0
    actions = np.random.default_rng(1).integers(5, size=(STEPS, CONFIG.num_agents)).tolist()
    for _ in range(5):
        env = pogema_v0(CONFIG)
        env.reset()
        if not observed:
            env.unwrapped._obs = lambda: None
        started = time.perf_counter()
        for action in actions:
            env.step(list(action))
        best = max(best, STEPS * CONFIG.num_agents / (time.perf_counter() - started))
    return best


print(f'with observations {rate(True):,.0f} agent-steps/s, without {rate(False):,.0f}')
