#!/usr/bin/env python3
"""Utter beside other intent engines on synthetic intents, in one run; prints the table of
docs/performance.md.

    cmake --preset release -DUTTER_BUILD_BENCHMARKS=ON
    cmake --build --preset release --target intent_load
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r bench/intent/requirements.txt
    bench/intent/intents.py --utter build/release/bin/intent_load --python /tmp/peers/bin/python

Every engine is loaded and asked at every size in a process of its own, for --load-seconds and --ask-seconds at
most, so that the whole table takes no longer than their sum times the lines of it: with the defaults 55 minutes,
should no peer get anywhere.
"""

import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import synthetic

HERE = pathlib.Path(__file__).parent
SKIPPED = {
    ("padatious", 1000): "not run: trains a network for each intent, hours",
    ("padatious", 10000): "not run: trains a network for each intent, days",
}


def run(command, seconds):
    """What the program found, or why there is nothing."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE,
                          start_new_session=True) as process:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # some start processes, which hold the pipes open
            return {"skipped": f"nothing within {seconds:.0f} s"}
    lines = [line for line in out.splitlines() if line.startswith("{")]
    if process.returncode != 0 or not lines:
        last = (err.strip().splitlines() or ["it printed nothing"])[-1]
        return {"skipped": f"failed: {last[:100]}"}
    return json.loads(lines[-1])


def show(size, engine, found):
    loaded = f"{found['load_s']:.3f} s | {found['memory_mb']:.1f} MB" if "load_s" in found else " | "
    if "skipped" in found:
        print(f"| {size:,} | {engine} | {found['skipped']} | | {loaded} | | | |", flush=True)
        return
    print(f"| {size:,} | {engine} | {found['p50_us']:,.1f} us | {found['p99_us']:,.1f} us | {loaded} "
          f"| {found['asked']:,} | {100 * found['right'] / found['asked']:.1f}% | {found['wrong']:,} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--utter", type=pathlib.Path, required=True, help="the program intent_load")
    parser.add_argument("--python", help="a Python that has the peers; without it Utter alone")
    parser.add_argument("--engines", nargs="*", default=["hassil", "adapt", "padatious", "padacioso"])
    parser.add_argument("--sizes", nargs="*", type=int, default=[100, 1000, 10000])
    parser.add_argument("--utterances", type=int, default=10000)
    parser.add_argument("--load-seconds", type=float, default=240, help="for a peer to load")
    parser.add_argument("--ask-seconds", type=float, default=60, help="for a peer to answer")
    args = parser.parse_args()

    limit = args.load_seconds + args.ask_seconds
    print("| intents | engine | p50 | p99 | load | memory | asked | right | wrongly claimed |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in args.sizes:
        made = synthetic.intents(size)
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
            synthetic.write(file.name, made, synthetic.utterances(made, args.utterances))
            show(size, "Utter, templates", run([args.utter.resolve(), "template", file.name], limit))
            show(size, "Utter, keywords", run([args.utter.resolve(), "keyword", file.name], limit))
        for engine in args.engines if args.python else []:
            reason = SKIPPED.get((engine, size))
            command = [args.python, HERE / "peers.py", engine, str(size), str(args.utterances), str(args.ask_seconds)]
            show(size, engine, {"skipped": reason} if reason else run(command, limit))


if __name__ == "__main__":
    main()
