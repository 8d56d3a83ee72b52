"""Traces of Gymnasium's and MO-Gymnasium's own tasks, which the tasks in `src/studies` must reproduce.

    python -m venv tasks && tasks/bin/pip install gymnasium==1.4.0 mo-gymnasium==1.3.2 pygame
    tasks/bin/python tasks_gymnasium.py ../test/studies/golden/gymnasium.json

Every trace begins in a given state and plays given actions until it ends; states are those after each step, as float64.
Acrobot is chaotic: the last bit of a sine decides where it is after some hundred steps, so that its traces are short.
"""

import json
import sys

import gymnasium
import mo_gymnasium
import numpy as np


def classic(name, state, actions):
    environment = gymnasium.make(name).unwrapped
    environment.reset(seed=0)
    environment.state = np.array(state, dtype=np.float64)
    trace = {"task": name, "start": state, "actions": [], "states": [], "rewards": [], "terminated": False}
    for action in actions:
        # A torque as float64: as float32 its terms, too, would be rounded to float32.
        given = np.array([action], dtype=np.float64) if name == "Pendulum-v1" else int(action)
        _, reward, trace["terminated"], _, _ = environment.step(given)
        trace["actions"].append(action)
        trace["states"].append([float(x) for x in environment.state])
        trace["rewards"].append(float(reward))
        if trace["terminated"]:
            break
    return trace


def treasure(name, actions):
    environment = mo_gymnasium.make(name).unwrapped
    environment.reset(seed=0)
    trace = {"task": name, "start": [0, 0], "actions": [], "states": [], "rewards": [], "terminated": False}
    for action in actions:
        state, reward, trace["terminated"], _, _ = environment.step(int(action))
        trace["actions"].append(int(action))
        trace["states"].append([int(x) for x in state])
        trace["rewards"].append([float(np.float32(x)) for x in reward])
        if trace["terminated"]:
            break
    return trace


rng = np.random.default_rng(7)
ints = lambda n, steps: [int(a) for a in rng.integers(n, size=steps)]
# Torques that float32 holds exactly, some of them beyond the bounds.
torques = lambda steps: [float(np.float32(u)) for u in rng.uniform(-3, 3, steps)]
rolling = lambda steps: [2] * 12 + [0] * 32 + [2] * 45 + [0] * 40 + [2] * (steps - 129)

traces = [
    classic("CartPole-v1", [0.01, -0.02, 0.03, 0.04], [t % 2 for t in range(60)]),
    classic("CartPole-v1", [-0.04, 0.0, 0.0, 0.02], ints(2, 60)),
    classic("Acrobot-v1", [0.05, -0.07, 0.02, 0.09], ints(3, 40)),
    classic("Acrobot-v1", [3.0, -3.1, 12.0, -28.0], ints(3, 12)),
    classic("Acrobot-v1", [0.6, 0.4, 2.5, 2.0], [2] * 30),
    classic("MountainCar-v0", [-0.5, 0.0], ints(3, 60)),
    classic("MountainCar-v0", [-1.1, -0.06], [0] * 30),
    classic("MountainCar-v0", [-0.52, 0.0], rolling(180)),
    classic("Pendulum-v1", [3.0, 0.5], torques(60)),
    classic("Pendulum-v1", [-2.5, -7.5], [-2.0] * 40),
    treasure("deep-sea-treasure-v0", [0, 2, 3, 1, 3, 3, 1, 0, 1, 2, 1]),
    treasure("deep-sea-treasure-v0", [3] * 10 + [3] + [1] * 11 + [3, 2]),
    treasure("deep-sea-treasure-concave-v0", [3] * 7 + [1] * 9),
]
with open(sys.argv[1], "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(trace, separators=(",", ":")) for trace in traces) + "\n]\n")
for trace in traces:
    print(trace["task"], len(trace["actions"]), trace["terminated"], trace["states"][-1])
