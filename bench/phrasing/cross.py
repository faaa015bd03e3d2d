#!/usr/bin/env python3
"""Prints a case file in which what the intents of one file are asked for means no intent of another.

    bench/phrasing/cross.py INTENTS.cases SENTENCES.cases SEED > en-US.cross.cases
    bench/phrasing/cross.py --few INTENTS.cases SEED > en-US.few.cases

So the fit sees requests, not only stories, that an intent has to decline. With --few eight intents of the file
are kept, and asked what the others of it mean. The files must not share subjects.
"""

import random
import sys

import cases

OTHERS, FEW = 90, 8


def main():
    *paths, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    few = paths[0] == "--few"
    found, asked = cases.read(paths[1 if few else 0]), cases.read(paths[1])
    kept = chance.sample(list(found.intents), FEW) if few else list(found.intents)
    for name in kept:
        print(f"\nintent {name}", *(f"= {template}" for template in found.intents[name]), sep="\n")
        if few:
            print(*(f"? {s.text}" for s in found.sentences if s.intent == name), sep="\n")
    others = [s.text for s in asked.sentences if s.intent and not (few and s.intent in kept)]
    print("\nother", *(f"! {text}" for text in chance.sample(others, min(OTHERS, len(others)))), sep="\n")


if __name__ == "__main__":
    main()
