#!/usr/bin/env python3
"""Natural phrasings, side by side: Utter, padacioso (exact and fuzzy) and padatious in one run.

    cmake -B build/release -DUTTER_BUILD_BENCHMARKS=ON ... && cmake --build build/release --target phrasing_cases
    python3 -m venv venv && venv/bin/pip install --pre padacioso ovos-padatious
    venv/bin/python bench/phrasing/compare.py build/release/bin/phrasing_cases FILE.cases ... [--dataset dataset.py]

A file is named for its language (en-US.cases, en-US.kept-back.cases). `--dataset` takes a file of
the form of padacioso's benchmark/dataset.py (INTENTS with `train` and `test_match`,
NO_MATCH_UTTERANCES) instead; its sentences are nobody's but its authors', so it is no part of this
repository. An engine that has no such package installed is left out. `--misses` prints what Utter
got wrong.
"""

import argparse
import importlib.util
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time

import cases

RESERVED = {"stop", "converse", "response", "fallback", "common_query"}


def from_dataset(path):
    spec = importlib.util.spec_from_file_location("dataset", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with tempfile.NamedTemporaryFile("w", suffix=".cases", delete=False, encoding="utf-8") as out:
        for name, intent in module.INTENTS.items():
            name = name + "_" if name in RESERVED else name
            print(f"intent {name}", *(f"= {t}" for t in intent["train"]), sep="\n", file=out)
            print(*(f"? {t}" for t in intent["test_match"]), sep="\n", file=out)
        print("other", *(f"! {t}" for t in module.NO_MATCH_UTTERANCES), sep="\n", file=out)
    return out.name


def utter(program, path, lang):
    run = subprocess.run([program, path, lang], capture_output=True, text=True, check=True)
    *rows, last = [json.loads(line) for line in run.stdout.splitlines()]
    return [(r["intent"], r["slots"], r["us"] / 1000) for r in rows], last["learn_ms"]


def timed(ask, sentences):
    for sentence in sentences:
        begin = time.perf_counter()
        intent, slots = ask(sentence.text)
        yield intent, slots, (time.perf_counter() - begin) * 1000


def padacioso(found, fuzzy):
    from padacioso import IntentContainer

    begin = time.perf_counter()
    container = IntentContainer(fuzz=fuzzy)
    for name, templates in found.intents.items():
        container.add_intent(name, templates)
    load_ms = (time.perf_counter() - begin) * 1000

    def ask(text):
        answer = container.calc_intent(text) or {}
        return answer.get("name"), answer.get("entities") or {}

    return list(timed(ask, found.sentences)), load_ms


def padatious(found):
    from ovos_padatious import IntentContainer

    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        container = IntentContainer(folder)
        for name, templates in found.intents.items():
            container.add_intent(name, templates)
        container.train()
        load_ms = (time.perf_counter() - begin) * 1000

        def ask(text):
            answer = container.calc_intent(text)
            believed = answer is not None and answer.conf >= 0.5
            return (answer.name, answer.matches) if believed else (None, {})

        return list(timed(ask, found.sentences)), load_ms


def report(name, found, answers, load_ms, only):
    chosen = [(s, a) for s, a in zip(found.sentences, answers) if only is None or s.held_out == only]
    meant = [(s, a) for s, a in chosen if s.intent]
    others = [a for s, a in chosen if not s.intent]
    right = [(s, a) for s, a in meant if a[0] == s.intent]
    slots = sum(a[1] == s.slots for s, a in right)
    false = sum(a[0] is not None for a in others)
    wrong = sum(a[0] not in (None, s.intent) for s, a in meant)
    times = sorted(a[2] for _, a in chosen)
    print(
        f"{name:18} right {len(right):3}/{len(meant)} {len(right) / len(meant):6.1%}"
        f"  with slots {slots:3}  wrong {wrong:3}  false {false:2}/{len(others)}"
        f"  accuracy {(len(right) + len(others) - false) / len(chosen):6.1%}"
        f"  p50 {statistics.median(times):7.3f} ms  p99 {times[int(len(times) * 0.99)]:7.3f} ms"
        f"  load {load_ms:.0f} ms"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("files", nargs="*")
    parser.add_argument("--dataset")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    files = [(path, os.path.basename(path).partition(".")[0]) for path in options.files]
    if options.dataset:
        files.append((from_dataset(options.dataset), "en-US"))
    for path, lang in files:
        found = cases.read(path)
        is_split = path in options.files
        print(f"{path}: {len(found.intents)} intents, {len(found.sentences)} sentences")
        engines = {
            "Utter": lambda: utter(options.program, path, lang),
            "padacioso": lambda: padacioso(found, False),
            "padacioso, fuzzy": lambda: padacioso(found, True),
            "padatious": lambda: padatious(found),
        }
        for name, run in engines.items():
            try:
                answers, load_ms = run()
            except ImportError as error:
                print(f"{name:18} not installed: {error}", file=sys.stderr)
                continue
            for only, suffix in [(True, ", held out"), (False, "")] if is_split else [(None, "")]:
                report(name + suffix, found, answers, load_ms, only)
            if options.misses and name == "Utter":
                for sentence, answer in zip(found.sentences, answers):
                    if answer[0] != sentence.intent:
                        print(f"  {sentence.intent} -> {answer[0]}: {sentence.text}")


if __name__ == "__main__":
    main()
