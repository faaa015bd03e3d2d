#!/usr/bin/env python3
"""Draws a case file from CLINC150, so that nobody chose the sentences.

    bench/phrasing/draw.py DATA_FULL.json SEED > en-US.clinc.cases

DATA_FULL.json: data/data_full.json of github.com/clinc/oos-eval, which is no part of this repository. Of
forty intents drawn, eight sentences each of its training part are the templates and five of its test part
are asked; ninety that it has as out of scope mean none.
"""

import json
import random
import re
import sys

INTENTS, TEMPLATES, ASKED, OTHERS = 40, 8, 5, 90
ANSWERS = {"yes", "no", "maybe", "cancel", "repeat"}  # only answer what was asked before


def by_intent(pairs):
    found = {}
    for text, intent in pairs:
        found.setdefault(intent, []).append(text)
    return found


def main():
    path, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    data = json.load(open(path, encoding="utf-8"))
    templates, asked = by_intent(data["train"]), by_intent(data["test"])
    for intent in sorted(chance.sample(sorted(set(templates) - ANSWERS), INTENTS)):
        print(f"\nintent {intent}")
        for text in chance.sample(templates[intent], TEMPLATES):
            print("=", re.sub(r"[^a-z0-9' ]", " ", text))
        for text in chance.sample(asked[intent], ASKED):
            print("?", text.replace("|", " "))
    print("\nother")
    for text, _ in chance.sample(data["oos_test"], OTHERS):
        print("!", text.replace("|", " "))


if __name__ == "__main__":
    main()
