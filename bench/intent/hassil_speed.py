#!/usr/bin/env python3
"""Times hassil and Utter on the test sentences of one language of a Home Assistant corpus.

usage: hassil_speed.py UTTER CORPUS [LANG] [EVERY]

Needs `pip install hassil==3.0.1 pyyaml`. hassil gets every EVERYth sentence (default 1), with the
names that occur in it, as the corpus' own runner gives it; Utter gets all of them, with all names.
"""
import json
import pathlib
import subprocess
import sys
import time

import yaml
from hassil import Intents, TextSlotList, Trie, is_template, merge_dict, parse_sentence, recognize_best, sample_expression


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def names(text):
    if not is_template(text):
        return [text.strip()]
    return [name.strip() for name in sample_expression(parse_sentence(text).expression)]


def percentiles(times):
    times = sorted(times)
    return times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]


def hassil_times(corpus, lang, every):
    merged = {}
    for path in sorted((corpus / "sentences" / lang).glob("*.yaml")):
        merge_dict(merged, load(path))
    intents = Intents.from_dict(merged)
    fixtures = load(corpus / "tests" / lang / "_fixtures.yaml")
    lists = {
        key: TextSlotList.from_strings([n for place in fixtures.get(places, []) for n in names(place["name"])])
        for key, places in (("area", "areas"), ("floor", "floors"))
    }
    trie = Trie()
    devices = [
        (name, name, {"domain": entity["id"].split(".")[0], **entity.get("attributes", {})})
        for entity in fixtures["entities"]
        for name in names(entity["name"])
    ]
    for value in TextSlotList.from_tuples(devices).values:
        trie.insert(value.text_in.text.strip().lower(), value)
    tests = []
    for path in sorted((corpus / "tests" / lang).glob("[!_]*.yaml")):
        for group in load(path)["tests"]:
            tests += [(sentence, group["intent"].get("context", {})) for sentence in group["sentences"]]
    times = []
    for sentence, context in tests[::every]:
        start = time.perf_counter()
        lists["name"] = TextSlotList("name", [value for _, _, value in trie.find(sentence.lower())])
        recognize_best(sentence, intents, slot_lists=lists, intent_context=context, best_slot_name="name")
        times.append((time.perf_counter() - start) * 1e6)
    return times


def main():
    utter, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    lang = sys.argv[3] if len(sys.argv) > 3 else "en"
    every = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    done = subprocess.run([utter, "intents", "check", "--hassil", corpus, "--lang", lang, "--json"],
                          capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    theirs = percentiles(hassil_times(corpus, lang, every))
    ours = report["p50_us"], report["p99_us"]
    for name, (p50, p99) in (("hassil", theirs), ("utter", ours)):
        print(f"{name:8} p50 {p50:10.1f} us  p99 {p99:10.1f} us")
    print(f"ratio    p50 {theirs[0] / ours[0]:10.0f}     p99 {theirs[1] / ours[1]:10.0f}")


if __name__ == "__main__":
    main()
