#!/usr/bin/env python3
"""How long an assistant takes from an utterance to its being handled, with a skill that answers at
once: Utter, and in the same run an unmodified ovos-core on its own bus, stock and with TCP_NODELAY
patched in.

    cmake --preset release -DUTTER_BUILD_BENCHMARKS=ON
    cmake --build --preset release --target utter utterance_load
    bench/orchestrator/orchestrator.py

Utter is asked 200 times a second in 100 sessions, and as the others are: one question after the other,
with --pause behind each. The rounds are interleaved, and medians are printed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bus"))

from ovos_core import QUESTION, running_core  # noqa: E402
from peers import Peers, Server, free_port, resident_mb  # noqa: E402

RELEASE = HERE.parents[1] / "build/release/bin"


def ask(options, port, *flags):
    command = [options.programs / "utterance_load", f"tcp:127.0.0.1:{port}", *map(str, flags)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"utterance_load: {run.stderr.strip()}")
    return json.loads(run.stdout)


def one_by_one(options, port, *flags):
    pace = ["--rate", 0, "--pause", options.pause, "--count", options.count, "--warm-up", 5]
    return ask(options, port, *pace, *flags)


def measure_utter(options, home):
    port = free_port()
    command = [options.utter, "run", "--set", f"bus.port={port}"]
    endpoints = {"utter": (f"tcp:127.0.0.1:{port}", "ovos", "/core")}
    server = Server("utter", command, endpoints, env={"HOME": home}, log=options.folder / "utter.log")
    try:
        server.wait_ready()
        many = ask(options, port, "--rate", options.rate, "--sessions", 100, "--count", options.rate * options.seconds)
        single = one_by_one(options, port, "--sessions", 1)
        return {f"utter, {options.rate}/s": {**many, "rss_mb": resident_mb(server.pid)}, "utter": single}
    finally:
        server.stop()


def measure_ovos_core(options, peers, name):
    server = peers.start(name)
    port = int(server.endpoints[name][0].rsplit(":", 1)[1])
    try:
        with running_core(peers, name, port):
            question = ["--topic", "recognizer_loop:utterance", "--question", QUESTION]
            return {f"ovos-core on {name}": one_by_one(options, port, "--sessions", 1, *question)}
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--utter", type=Path, default=RELEASE / "utter")
    parser.add_argument("--programs", type=Path, default=RELEASE, help="folder of utterance_load")
    parser.add_argument("--folder", type=Path, default=RELEASE.parents[1] / "bus_bench", help="logs, venvs")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=int, default=200, help="questions a second")
    parser.add_argument("--seconds", type=int, default=10, help="at that rate")
    parser.add_argument("--count", type=int, default=100, help="questions one after the other")
    parser.add_argument("--pause", type=float, default=0, help="seconds between an answer and the next of those")
    parser.add_argument("--without-ovos-core", action="store_true")
    options = parser.parse_args()
    options.only = options.uwebsockets = options.utter_unix = None
    options.utter_set = []
    peer_options = argparse.Namespace(**{**vars(options), "utter": []})
    peers = Peers(peer_options)

    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}\n")
    rounds = []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(options.rounds):
            figures = measure_utter(options, home)
            if not options.without_ovos_core:
                figures |= measure_ovos_core(options, peers, "ovos-messagebus")
                figures |= measure_ovos_core(options, peers, "ovos-messagebus-nodelay")
            rounds.append(figures)

    own = f"utter, {options.rate}/s"
    print("| assistant | p50 ms | p99 ms | max ms | unanswered | p50 in times Utter's at the rate |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in rounds[0]:
        p50, p99, most = (
            statistics.median(figures[name][figure] for figures in rounds)
            for figure in ("p50_ms", "p99_ms", "max_ms")
        )
        times = statistics.median(figures[name]["p50_ms"] / figures[own]["p50_ms"] for figures in rounds)
        lost = sum(figures[name]["unanswered"] for figures in rounds)
        print(f"| {name} | {p50:.3f} | {p99:.3f} | {most:.3f} | {lost} | {times:.1f} |")
    late = max(figures[own]["late_p99_ms"] for figures in rounds)
    print(f"\nThe generator itself was late by {late:.3f} ms at p99; Utter held {rounds[-1][own]['rss_mb']:.1f} MB.")


if __name__ == "__main__":
    main()
