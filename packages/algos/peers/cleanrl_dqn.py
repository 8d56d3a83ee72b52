"""CleanRL's own dqn.py on CartPole-v1, over several seeds: the mean return of the last 100 training episodes of each.

    python cleanrl_dqn.py CHECKOUT_OF_CLEANRL [SEEDS] [PROCESSES]

Needs what dqn.py imports: torch, gymnasium (0.29), tyro, tensorboard. Ours beside it:

    gauntlet run --env classic/cart-pole:v1 --algo dqn --seeds 10 --budget 500000
"""

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean, stdev

EPISODES = 100


def last_returns(checkout: Path, seed: int) -> float:
    """Trains one seed with the script's defaults, on one thread."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, checkout / "cleanrl" / "dqn.py", "--seed", str(seed), "--no-cuda"]
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"seed {seed}: {done.stderr}")
    returns = [float(found) for found in re.findall(r"episodic_return=\[?([\d.]+)", done.stdout)]
    value = mean(returns[-EPISODES:])
    print(f"seed {seed}: {value:.1f}", flush=True)
    return value


def main() -> None:
    checkout = Path(sys.argv[1]).resolve()
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    processes = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with ThreadPoolExecutor(processes) as pool:
        values = list(pool.map(lambda seed: last_returns(checkout, seed), range(1, seeds + 1)))
    print(f"mean {mean(values):.1f}, standard deviation {stdev(values):.1f} of {seeds} seeds")


main()
