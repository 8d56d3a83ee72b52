"""PyTorch's dense layers on one thread, forward and backward by its autograd: what `bench/dense.bench.mjs` measures here.

    python torch_dense.py [SECONDS]

Needs torch. A row is timed for SECONDS (default 3) and the fastest call is shown, in milliseconds.
"""

import sys
import time

import torch

torch.set_num_threads(1)

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 3
ACTIVATIONS = {"elu": torch.nn.ELU, "softplus": torch.nn.Softplus, "tanh": torch.nn.Tanh}

# Inputs, hidden layers, outputs, their activations, rows.
ROWS = [
    (512, [], 512, None, None, 1024),
    (4, [32, 32], 1, "elu", "softplus", 51200),
    (4, [32, 32], 1, "elu", "softplus", 1024),
    (65, [32, 32], 32, "elu", "elu", 67584),
    (12, [512, 512, 512], 6, "elu", None, 1024),
    (64, [64, 64], 5, "tanh", None, 128),
]


def fastest(work) -> float:
    """Milliseconds of the fastest call."""
    work()
    best, until = float("inf"), time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return 1000 * best


def main() -> None:
    print(f"torch {torch.__version__}, one thread, ms")
    for inputs, hidden, outputs, inner, outer, rows in ROWS:
        widths = [inputs, *hidden, outputs]
        layers = []
        for n, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
            layers.append(torch.nn.Linear(fan_in, fan_out))
            activation = inner if n < len(hidden) else outer
            if activation is not None:
                layers.append(ACTIVATIONS[activation]())
        net = torch.nn.Sequential(*layers)
        x = torch.randn(rows, inputs, requires_grad=True)
        gradient = torch.full((rows, outputs), 0.01)
        name = f"{'-'.join(map(str, widths))} {inner or ''} {outer or ''}, {rows} rows"
        forward = fastest(lambda: net(x))
        both = fastest(lambda: net(x).backward(gradient))
        print(f"{name}: forward {forward:.3f}, forward and backward {both:.3f}", flush=True)


if __name__ == "__main__":
    main()
