"""Times rliable on what bench/statistics.bench.mjs times: microseconds per replicate, the median of several calls.

python3 -m venv /tmp/rliable && /tmp/rliable/bin/pip install rliable==1.2.0 'pandas<3'
/tmp/rliable/bin/python packages/bench/peers/rliable_intervals.py
"""

import statistics
import time

import numpy as np
from rliable import library, metrics

REPLICATES = 2000
CALLS = 5


def report(name, work):
    work()
    seconds = []
    for _ in range(CALLS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    print(f"{name:<40}{1e6 * statistics.median(seconds) / REPLICATES:10.2f} us per replicate")


def drawn(runs, tasks):
    return np.random.default_rng(1).random((runs, tasks))


def intervals(scores, statistic, method="percentile"):
    library.get_interval_estimates({"x": scores}, statistic, method=method, reps=REPLICATES)


def iqm(scores):
    return np.array([metrics.aggregate_iqm(scores)])


def four(scores):
    return np.array([
        metrics.aggregate_iqm(scores),
        metrics.aggregate_mean(scores),
        metrics.aggregate_median(scores),
        metrics.aggregate_optimality_gap(scores),
    ])


for runs, tasks in [(10, 1), (10, 10), (5, 57)]:
    matrix = drawn(runs, tasks)
    report(f"IQM, {runs} runs x {tasks} tasks", lambda matrix=matrix: intervals(matrix, iqm))
scores = drawn(10, 10)
report("IQM, mean, median, gap, 10 x 10", lambda: intervals(scores, four))
report("IQM by bca, 10 x 10", lambda: intervals(scores, iqm, "bca"))
report(
    "improvement, 10 x 10 over 10 x 10",
    lambda: library.get_interval_estimates(
        {"x,y": (scores, scores)}, metrics.probability_of_improvement, reps=REPLICATES
    ),
)
report(
    "profile of 81 thresholds, 10 x 10",
    lambda: library.create_performance_profile({"x": scores}, np.linspace(0, 1, 81), reps=REPLICATES),
)
