"""One PPO update, and acting, on one thread of PyTorch: what `bench/ppo-update.bench.mjs` measures here.

    python torch_ppo_update.py           # every row, CPU milliseconds of a call
    python torch_ppo_update.py serve     # for the benchmark, which asks for rows and takes turns

Needs torch. An actor 32-H-H-5 and a critic 32-H-H-1, tanh; the loss is PPO's clipped one with an entropy bonus and half
the squared error of values.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys  # noqa: E402
import time  # noqa: E402

import torch  # noqa: E402
from torch import nn  # noqa: E402

torch.set_num_threads(1)

CASES = ["update 256 64", "update 2048 64", "update 2048 256", "act 16 64", "act 1024 64"]


def network(units: int, outputs: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(32, units), nn.Tanh(), nn.Linear(units, units), nn.Tanh(), nn.Linear(units, outputs)
    )


def update(rows: int, units: int):
    actor, critic = network(units, 5), network(units, 1)
    optimiser = torch.optim.Adam([*actor.parameters(), *critic.parameters()], lr=2.5e-4, eps=1e-5)
    observations = torch.randn(rows, 32)
    actions = torch.randint(5, (rows, 1))
    advantages, returns = torch.randn(rows), torch.randn(rows)
    with torch.no_grad():
        old = torch.log_softmax(actor(observations), 1).gather(1, actions).squeeze(1)

    def work() -> None:
        log_p = torch.log_softmax(actor(observations), 1)
        ratio = (log_p.gather(1, actions).squeeze(1) - old).exp()
        policy_loss = -torch.min(advantages * ratio, advantages * ratio.clamp(0.8, 1.2)).mean()
        entropy = -(log_p.exp() * log_p).sum(1).mean()
        value_loss = 0.5 * (critic(observations).squeeze(1) - returns).square().mean()
        optimiser.zero_grad()
        (policy_loss - 0.01 * entropy + 0.5 * value_loss).backward()
        optimiser.step()

    return work


def act(rows: int, units: int):
    actor = network(units, 5)
    observations = torch.randn(rows, 32)

    @torch.no_grad()
    def work() -> None:
        torch.multinomial(torch.softmax(actor(observations), 1), 1)

    return work


def milliseconds(work, calls: int) -> float:
    """CPU time of a call."""
    began = time.process_time()
    for _ in range(calls):
        work()
    return 1000 * (time.process_time() - began) / calls


def prepare(kind: str, rows: int, units: int):
    return update(rows, units) if kind == "update" else act(rows, units)


def serve() -> None:
    prepared = {}
    for line in sys.stdin:
        if line.strip() == "version":
            print(f"PyTorch {torch.__version__}", flush=True)
            continue
        kind, rows, units, calls = line.split()
        case = (kind, int(rows), int(units))
        if case not in prepared:
            prepared[case] = prepare(*case)
        print(milliseconds(prepared[case], int(calls)), flush=True)


def main() -> None:
    print(f"torch {torch.__version__}, one thread, CPU ms")
    for case in CASES:
        kind, rows, units = case.split()
        work = prepare(kind, int(rows), int(units))
        calls = int(200 / milliseconds(work, 10)) + 1
        print(f"{case}: {sorted(milliseconds(work, calls) for _ in range(11))[5]:.3f}", flush=True)


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
