#!/usr/bin/env python3
"""How many spoken questions `utter ask --audio` answers, with the real skills and their real grammar.

usage: ask_by_voice.py [UTTER] [--verbose]

Each sentence is spoken by Flite and eSpeak NG voices at several sample rates. It counts as answered
when skill and intent are those that the same sentence has as text. Sentences of questions/other.txt are
spoken by Flite and count as refused when nothing but the last resort takes them.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
FLITE = ("awb", "kal16", "rms", "slt")
ESPEAK = ("en-us", "en-gb-x-rp", "en-us+f3")
RATES = (16000, 22050, 32000, 44100, 48000)


def lines(name):
    with open(os.path.join(HERE, "questions", name), encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def speak(voice, text, rate, path):
    if voice in FLITE:
        command = ["flite", "-voice", voice, "-t", text, "-o", path + ".raw.wav"]
    else:
        command = ["espeak-ng", "-v", voice, "-w", path + ".raw.wav", text]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["sox", path + ".raw.wav", "-r", str(rate), path], check=True, stderr=subprocess.DEVNULL)


def ask(utter, *arguments):
    result = subprocess.run(
        [utter, "--bus", "ws://127.0.0.1:9/core", "ask", "--json", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if not result.stdout:
        return {"utterance": "", "skill_id": "", "intent_name": "", "understood": False}
    return json.loads(result.stdout)


def run_voice(utter, voice, sentences, folder, verbose):
    outcomes = []
    for number, sentence in enumerate(sentences):
        rate = RATES[number % len(RATES)]
        path = os.path.join(folder, f"{voice}-{number}.wav")
        speak(voice, sentence, rate, path)
        outcome = ask(utter, "--audio", path)
        outcomes.append(outcome)
        if verbose:
            print(f"{voice:12} {rate:6} {sentence!r} -> {outcome['utterance']!r} "
                  f"{outcome['skill_id']}:{outcome['intent_name']}", file=sys.stderr)
    return outcomes


def share(good, all_of_them):
    return f"{good}/{all_of_them} ({100 * good / all_of_them:.1f} %)"


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    verbose = "--verbose" in sys.argv
    utter = arguments[0] if arguments else "build/release/bin/utter"
    known, other = lines("known.txt"), lines("other.txt")
    expected = [ask(utter, sentence) for sentence in known]
    for sentence, as_text in zip(known, expected):
        if not as_text["understood"]:
            sys.exit(f"the skills do not know {sentence!r}")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = {
            voice: pool.submit(run_voice, utter, voice, known, folder, verbose) for voice in FLITE + ESPEAK
        }
        totals = {}
        for voice, job in jobs.items():
            good = sum(
                (o["skill_id"], o["intent_name"]) == (e["skill_id"], e["intent_name"])
                for o, e in zip(job.result(), expected)
            )
            family = "Flite" if voice in FLITE else "eSpeak NG"
            have = totals.setdefault(family, [0, 0])
            have[0] += good
            have[1] += len(known)
            print(f"{family:10} {voice:12} answered {share(good, len(known))}")
        for family, (good, count) in totals.items():
            print(f"{family:10} {'all':12} answered {share(good, count)}")
        refused = count = 0
        for voice in FLITE:
            outcomes = run_voice(utter, voice, other, folder, verbose)
            right = sum(not o["understood"] for o in outcomes)
            refused, count = refused + right, count + len(other)
            print(f"{'Flite':10} {voice:12} refused  {share(right, len(other))}")
        print(f"{'Flite':10} {'all':12} refused  {share(refused, count)}")


if __name__ == "__main__":
    main()
