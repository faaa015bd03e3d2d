#!/usr/bin/env python3
"""Finds the weights of src/utter/intent/phrasing/belief.hpp: how far an intent is to be believed.

    bench/phrasing/fit.py build/release/bin/phrasing_cases [WEIGHT*]FILE.cases ... [--without FILE.cases ...]

A logistic regression over the traits of the closest intent of each sentence, right or not, in which a trait
may only speak for the intent or only against it. Each file counts as much as its WEIGHT (1), however many
sentences it has, and a sentence that means no intent as much as three that do. Prints the weights, then
what each file gets at several thresholds; `--without` leaves files out of the fit and shows what they get.
Needs numpy and scipy.
"""

import argparse
import json
import math
import os
import subprocess

import cases
import numpy as np
from scipy.optimize import minimize

FOR = {"likely", "spelt_out", "lead", "core_full", "tells_apart", "log_precision", "log_recall", "courteous",
       "asked_later", "wording_lead", "usual_said", "action_said", "slots_known", "whole", "likeness"}  # fmt: skip
# What the files show too little of to tell how much it counts: at least this much.
AT_LEAST = {"slots_known": 1.0, "excluded": -4.0, "stateless": -2.0, "misfit": -4.5, "off_topic": -2.5,
            "defining": -3.5, "declaring": -2.5, "otherwise": -3.0, "narrated": -2.5, "of_another": -1.0,
            "unknown": -0.3, "begins_general": -2.0, "not_of_you": -1.5, "does_other": -1.1}  # fmt: skip
OTHERS_COUNT = 3.0
STIFFNESS = 10.0
# What the default confidence_min (0.6) accepts is a chance of this: sentences that mean nothing are rarer
# among those of a household than among those of the files.
CHANCE_ACCEPTED = 0.4
SENTENCES_A_FILE = 300
SURE_MAX = 0.98  # of belief.cpp


class Asked:
    """What the engine says to the sentences of a file, those left to the phrasing stage as arrays."""

    def __init__(self, program, path):
        found = cases.read(path)
        lang = os.path.basename(path).partition(".")[0]
        lang = lang if "-" in lang else "en-US"
        run = subprocess.run([program, path, lang], capture_output=True, text=True, check=True)
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        self.names = rows.pop()["traits"]
        traits, right, other, close = [], [], [], []
        self.meant = self.right_before = self.false_before = 0
        for row, sentence in zip(rows, found.sentences):
            self.meant += sentence.intent is not None
            if row["stage"] == "template":
                self.right_before += sentence.intent is not None and row["intent"] == sentence.intent
                self.false_before += sentence.intent is None
            elif row["closest"]:
                traits.append(row["traits"])
                right.append(sentence.intent is not None and row["closest"].split(":")[1] == sentence.intent)
                other.append(sentence.intent is None)
                close.append("as likely" in row["reason"])
        self.others = sum(sentence.intent is None for sentence in found.sentences)
        self.traits = np.array(traits)
        self.right, self.other, self.close = (np.array(flags, dtype=bool) for flags in (right, other, close))


def fit(asked, weights):
    names = asked[0].names
    x = np.vstack([a.traits for a in asked])
    y = np.concatenate([a.right for a in asked]).astype(float)
    w = np.concatenate([
        np.where(a.other, OTHERS_COUNT, 1) * weight * SENTENCES_A_FILE / len(a.right)
        for a, weight in zip(asked, weights)
    ])  # fmt: skip
    w /= w.mean()
    mean, deviation = x.mean(0), x.std(0) + 1e-9
    z = (x - mean) / deviation

    def loss(p):
        sums = z @ p[:-1] + p[-1]
        off = w * (1 / (1 + np.exp(-sums)) - y)
        value = (w * (np.logaddexp(0, sums) - y * sums)).sum() + STIFFNESS * (p[:-1] ** 2).sum()
        return value, np.append(z.T @ off + 2 * STIFFNESS * p[:-1], off.sum())

    least = [AT_LEAST.get(name, 0) * d for name, d in zip(names, deviation)]
    bounds = [(low, None) if name in FOR else (None, low) for name, low in zip(names, least)]
    bounds.append((None, None))
    found = minimize(
        loss, np.array([*least, 0.0]), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 5000}
    ).x
    slope = found[:-1] / deviation
    shift = math.log(0.6 / (SURE_MAX - 0.6)) - math.log(CHANCE_ACCEPTED / (1 - CHANCE_ACCEPTED))
    return slope, found[-1] - (slope * mean).sum() + shift


def show(path, a, slope, bias):
    belief = SURE_MAX / (1 + np.exp(-(a.traits @ slope + bias)))
    belief[a.close] = 0
    parts = []
    for threshold in (0.5, 0.6, 0.7, 0.8):
        taken = belief >= threshold
        right = a.right_before + (taken & a.right).sum()
        wrong = (taken & ~a.right & ~a.other).sum()
        false = a.false_before + (taken & a.other).sum()
        parts.append(f"{threshold}: {right / max(a.meant, 1):6.1%} wrong {wrong:3} false {false:2}/{a.others}")
    print(f"{os.path.basename(path):28}", "  ".join(parts))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--without", nargs="*", default=[])
    options = parser.parse_args()
    weighted = [file.rpartition("*") for file in options.files]
    paths = [path for _, _, path in weighted]
    asked = [Asked(options.program, path) for path in paths]
    slope, bias = fit(asked, [float(weight or 1) for weight, _, _ in weighted])
    for name, value in zip(asked[0].names, slope):
        print(f'    {{"{name}", {value:.2f}}},')
    print(f"believed_anyway = {bias:.2f}")
    for path, a in zip(paths, asked):
        show(path, a, slope, bias)
    for path in options.without:
        show(path, Asked(options.program, path), slope, bias)


if __name__ == "__main__":
    main()
