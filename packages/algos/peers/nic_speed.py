"""Neural_inventory_control's own simulator and networks on one thread: what a gradient step of HDPO costs there.

    git clone https://github.com/MatiasAlvo/Neural_inventory_control
    python nic_speed.py Neural_inventory_control [SECONDS] [ROW ...]

Needs what it imports: torch, numpy, pandas, matplotlib, gymnasium, pyyaml. A row is timed for SECONDS (default 10) and
the fastest call is shown; ROW chooses rows by a part of their name. Settings and hyper-parameters are those of its
`config_files`; the samples are as many as one batch, in place of the many batches of an epoch.
"""

import contextlib
import copy
import io
import os
import sys
import time
from pathlib import Path

CHECKOUT = Path(sys.argv[1]).resolve()
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 10
CHOSEN = sys.argv[3:]
os.chdir(CHECKOUT)
sys.path.insert(0, str(CHECKOUT))

import torch  # noqa: E402
import yaml  # noqa: E402
from data_handling import DatasetCreator, Scenario  # noqa: E402
from environment import Simulator  # noqa: E402
from loss_functions import PolicyLoss  # noqa: E402
from neural_networks import NeuralNetworkCreator  # noqa: E402
from torch.utils.data import DataLoader  # noqa: E402
from trainer import DefaultDict, Trainer  # noqa: E402

torch.set_num_threads(1)

BATCH = 1024
PERIODS = 50


class Case:
    """One setting with one policy, and a batch of samples to play."""

    def __init__(self, setting: str, policy: str, stores: int | None, hidden: list[int] | None):
        config = yaml.safe_load((CHECKOUT / f"config_files/settings/{setting}.yml").read_text())
        hyper = yaml.safe_load((CHECKOUT / f"config_files/policies_and_hyperparams/{policy}.yml").read_text())
        self.problem = config["problem_params"]
        self.problem["n_stores"] = stores or self.problem["n_stores"]
        if hidden is not None:
            hyper["nn_params"]["neurons_per_hidden_layer"]["master"] = hidden
        self.observation = DefaultDict(lambda: None, config["observation_params"])
        scenario = Scenario(
            PERIODS,
            self.problem,
            config["store_params"],
            config["warehouse_params"],
            config["echelon_params"],
            BATCH,
            self.observation,
            copy.deepcopy(config["seeds"]),
        )
        dataset = DatasetCreator().create_datasets(scenario, split=False)
        self.batch = next(iter(DataLoader(dataset, batch_size=BATCH)))
        torch.manual_seed(0)
        self.model = NeuralNetworkCreator().create_neural_network(scenario, hyper["nn_params"], device="cpu")
        self.simulator = Simulator(device="cpu")
        self.trainer = Trainer(device="cpu")
        self.loss = PolicyLoss()
        self.simulate()  # Lazy layers get their weights in the first pass.
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=hyper["optimizer_params"]["learning_rate"])

    def simulate(self):
        total, _ = self.trainer.simulate_batch(
            self.loss, self.simulator, self.model, PERIODS, self.problem, self.batch, self.observation
        )
        return total

    def forward(self) -> None:
        with torch.no_grad():
            self.simulate()

    def gradient_step(self) -> None:
        """As `Trainer.do_one_epoch` does it for a batch."""
        self.optimiser.zero_grad()
        total = self.simulate()
        (total / (BATCH * PERIODS * self.problem["n_stores"])).backward()
        limit = self.model.gradient_clipping_norm_value
        if limit is not None:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), limit)
        self.optimiser.step()


def fastest(work) -> float:
    """Seconds of the fastest call."""
    work()
    best, until = float("inf"), time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


# Name, setting, policy, stores, hidden layers of the policy where not as configured, forward alone.
ROWS = [
    ("one store lost, base stock", "one_store_lost", "base_stock", None, None, True),
    ("one store lost, MLP 32-32", "one_store_lost", "vanilla_one_store", None, [32, 32], True),
    ("one store lost, MLP 32-32", "one_store_lost", "vanilla_one_store", None, [32, 32], False),
    ("one store lost, MLP 32-32-32", "one_store_lost", "vanilla_one_store", None, None, False),
    ("one warehouse 5 stores, MLP 512x3", "one_warehouse_lost_demand", "vanilla_warehouse", 5, None, False),
    ("one warehouse 10 stores, MLP 512x3", "one_warehouse_lost_demand", "vanilla_warehouse", 10, None, False),
    ("one warehouse 10 stores, GNN", "one_warehouse_lost_demand", "gnn", 10, None, False),
    ("2 warehouses 10 stores, GNN", "many_warehouses_lost_demand", "gnn", None, None, False),
    ("serial, MLP 32-32", "serial_system", "vanilla_serial", None, None, False),
]


def main() -> None:
    print(f"torch {torch.__version__}, one thread, batch {BATCH}, {PERIODS} periods")
    for name, setting, policy, stores, hidden, forward in ROWS:
        if CHOSEN and not any(part in name for part in CHOSEN):
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            case = Case(setting, policy, stores, hidden)
        if forward:
            rate = BATCH * PERIODS * case.problem["n_stores"] / fastest(case.forward)
            print(f"{name}, forward: {rate:,.0f} store-periods/s", flush=True)
        else:
            print(f"{name}: {1 / fastest(case.gradient_step):.3g} gradient steps/s", flush=True)


if __name__ == "__main__":
    main()
