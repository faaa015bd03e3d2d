#!/usr/bin/env python3
"""Utter beside other intent engines on synthetic intents, in one run; prints the table of
docs/performance.md.

    cmake --preset release -DUTTER_BUILD_BENCHMARKS=ON
    cmake --build --preset release --target intent_load
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r bench/intent/requirements.txt
    bench/intent/intents.py --utter build/release/bin/intent_load --python /tmp/peers/bin/python
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import synthetic

HERE = pathlib.Path(__file__).parent
TIMEOUT_SECONDS = 600
SKIPPED = {
    ("padatious", 1000): "not run: trains a network for each intent, hours",
    ("padatious", 10000): "not run: trains a network for each intent, days",
}


def run(command):
    """What the program found, or why there is nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False,
                              timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        return {"skipped": f"nothing within {TIMEOUT_SECONDS} s"}
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode != 0 or not lines:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return json.loads(lines[-1])


def show(size, engine, found):
    if "skipped" in found:
        print(f"| {size:,} | {engine} | {found['skipped']} | | | | | | |", flush=True)
        return
    print(f"| {size:,} | {engine} | {found['p50_us']:,.1f} us | {found['p99_us']:,.1f} us "
          f"| {found['load_s']:.3f} s | {found['memory_mb']:.1f} MB | {found['asked']:,} "
          f"| {100 * found['right'] / found['asked']:.1f}% | {found['wrong']:,} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--utter", type=pathlib.Path, required=True, help="the program intent_load")
    parser.add_argument("--python", help="a Python that has the peers; without it Utter alone")
    parser.add_argument("--engines", nargs="*", default=["hassil", "adapt", "padatious", "padacioso"])
    parser.add_argument("--sizes", nargs="*", type=int, default=[100, 1000, 10000])
    parser.add_argument("--utterances", type=int, default=10000)
    args = parser.parse_args()

    print("| intents | engine | p50 | p99 | load | memory | asked | right | wrongly claimed |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in args.sizes:
        made = synthetic.intents(size)
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
            synthetic.write(file.name, made, synthetic.utterances(made, args.utterances))
            show(size, "Utter, templates", run([args.utter.resolve(), "template", file.name]))
            show(size, "Utter, keywords", run([args.utter.resolve(), "keyword", file.name]))
        for engine in args.engines if args.python else []:
            reason = SKIPPED.get((engine, size))
            command = [args.python, HERE / "peers.py", engine, str(size), str(args.utterances)]
            show(size, engine, {"skipped": reason} if reason else run(command))


if __name__ == "__main__":
    main()
