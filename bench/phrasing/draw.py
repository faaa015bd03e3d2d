#!/usr/bin/env python3
"""Draws a case file from CLINC150 or HWU64, so that nobody chose the sentences.

    bench/phrasing/draw.py DATA_FULL.json SEED [val] > en-US.clinc.cases
    bench/phrasing/draw.py NLU-EVALUATION-DATA SEED > en-US.hwu.cases

DATA_FULL.json: data/data_full.json of github.com/clinc/oos-eval, which is no part of this repository. Of
forty intents drawn, eight sentences each of its training part are the templates and five of its test part
are asked; ninety that it has as out of scope mean none. With `val` both are of its validation part, which shares
no sentence with what other seeds draw.

NLU-EVALUATION-DATA: a folder with the files CrossValidation/**/testset/annotated/*/*.json of
github.com/xliuhw/NLU-Evaluation-Data, which is no part of this repository either. Of 24 intents drawn, eight
sentences each are the templates and eight others are asked; 120 of the other intents mean none.
"""

import json
import pathlib
import random
import re
import sys

INTENTS, TEMPLATES, ASKED, OTHERS = 40, 8, 5, 90
HOME_INTENTS, HOME_TEMPLATES, HOME_ASKED, HOME_OTHERS, HOME_SENTENCES_MIN = 24, 8, 8, 120, 30
ANSWERS = {"yes", "no", "maybe", "cancel", "repeat"}  # only answer what was asked before


def by_intent(pairs):
    found = {}
    for text, intent in pairs:
        found.setdefault(intent, []).append(text)
    return found


def draw_home(folder, chance):
    found = {}
    for file in sorted(pathlib.Path(folder).glob("**/testset/annotated/*/*.json")):
        for row in json.loads(file.read_text(encoding="utf-8"))["test_data_annotation"]:
            text = re.sub(r"[^a-z0-9' ]", " ", row["text"].lower()).strip()
            found.setdefault(row["intent"], set()).add(text)
    names = [n for n in sorted(found) if len(found[n]) >= HOME_SENTENCES_MIN and not n.startswith("general")]
    chosen = chance.sample(names, HOME_INTENTS)
    for intent in sorted(chosen):
        texts = sorted(found[intent])
        chance.shuffle(texts)
        print(f"\nintent {intent}", *(f"= {t}" for t in texts[:HOME_TEMPLATES]), sep="\n")
        print(*(f"? {t}" for t in texts[HOME_TEMPLATES:][:HOME_ASKED]), sep="\n")
    rest = sorted(set().union(*(found[n] for n in names if n not in chosen)))
    print("\nother", *(f"! {t}" for t in chance.sample(rest, HOME_OTHERS)), sep="\n")


def main():
    path, seed, *rest = sys.argv[1:]
    part = rest[0] if rest else "test"
    chance = random.Random(int(seed))
    if pathlib.Path(path).is_dir():
        draw_home(path, chance)
        return
    data = json.load(open(path, encoding="utf-8"))
    templates, asked = by_intent(data["train"]), by_intent(data[part])
    for intent in sorted(chance.sample(sorted(set(templates) - ANSWERS), INTENTS)):
        print(f"\nintent {intent}")
        for text in chance.sample(templates[intent], TEMPLATES):
            print("=", re.sub(r"[^a-z0-9' ]", " ", text))
        for text in chance.sample(asked[intent], ASKED):
            print("?", text.replace("|", " "))
    print("\nother")
    for text, _ in chance.sample(data[f"oos_{part}"], OTHERS):
        print("!", text.replace("|", " "))


if __name__ == "__main__":
    main()
