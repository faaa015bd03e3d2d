#!/usr/bin/env python3
"""Whether what Utter says can be written down again by Utter itself.

usage: read_back.py [UTTER] [--voices flite:rms,espeak:en-us] [--verbose]

Puts questions to an assistant, has every different answer spoken by each voice, and reads the sound back
with `utter transcribe`. An answer counts as read when the transcript contains all its words in order;
numbers and times are compared as words, however they are written.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
VOICES = "flite:awb,flite:kal,flite:kal16,flite:rms,flite:slt,espeak:en-us,espeak:en-gb-x-rp"
PLACES = "Chicago Madrid Dubai Toronto Rome Vienna Lisbon Cairo Lima London Paris India Australia Atlantis".split()
MORE = [f"what time is it in {place}" for place in PLACES] + [
    "what week is it",
    "what date is it in tokyo",
    "set a timer for zero seconds",
    "set a timer for three hundred hours",
    "set a timer",
    "sing me a song",
    "dance",
    "play some jazz",
    "open the garage",
]

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
            "nine": "ninth", "twelve": "twelfth"}
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"


def cardinal(n):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")
    return f"{cardinal(n // 100)} hundred" + (" " + cardinal(n % 100) if n % 100 else "")


def ordinal(n):
    words = cardinal(n).split()
    last = words[-1]
    words[-1] = ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return " ".join(words)


def clock(match):
    hour, minute = int(match[1]), int(match[2])
    rest = "o'clock" if minute == 0 else ("oh " if minute < 10 else "") + cardinal(minute)
    return f"{cardinal(hour)} {rest}"


def spoken(text):
    """The words of a text as they are said."""
    text = text.lower()
    text = re.sub(r"(\d+):00(?= ?[ap]\.?m)", r"\1", text)  # "3:00 PM" is said as "three pm"
    text = re.sub(r"(\d+):(\d\d)", clock, text)
    text = re.sub(rf"\b({MONTHS}) (\d+)\b", lambda m: f"{m[1]} {ordinal(int(m[2]))}", text)
    text = re.sub(r"\b(20)(\d\d)\b", lambda m: f"twenty {cardinal(int(m[2]))}", text)
    text = re.sub(r"(?<=\d)\.(?=\d)", " point ", text)
    text = re.sub(r"\d+", lambda m: cardinal(int(m[0])), text)
    text = re.sub(r"\b([ap])\.? ?m\b\.?", r"\1m", text)
    return re.sub(r"[^a-z' ]", " ", text).split()


def errors(reference, heard):
    row = list(range(len(heard) + 1))
    for i, word in enumerate(reference, 1):
        before, row[0] = row[:], i
        for j, other in enumerate(heard, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (word != other))
    return row[-1]


def answers(utter):
    """Every different answer to the questions, in order."""
    with open(os.path.join(HERE, "questions", "known.txt"), encoding="utf-8") as file:
        known = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    assistant = subprocess.Popen(
        [utter, "run", "--set", "bus.port=0"], stderr=subprocess.PIPE, text=True
    )
    try:
        port = next(
            match[1]
            for match in map(re.compile(r"utter\.ready.*bus=ws://[^:]+:(\d+)").search, assistant.stderr)
            if match
        )
        found = []
        for question in known + MORE:
            result = subprocess.run(
                [utter, "--bus", f"ws://127.0.0.1:{port}/core", "ask", "--json", question],
                capture_output=True,
                text=True,
                check=False,
            )
            answer = " ".join(json.loads(result.stdout)["answer"])
            if answer and answer not in found:
                found.append(answer)
        return found
    finally:
        assistant.terminate()
        assistant.wait()


def read_back(utter, voice, number, answer, folder):
    engine, name = voice.split(":", 1)
    path = os.path.join(folder, f"{name}-{number}.wav")
    choice = ["--set", f"tts.engine={engine}", "--set", f"tts.voice={name}"]
    subprocess.run([utter, *choice, "say", answer, "-o", path], check=True)
    heard = subprocess.run(
        [utter, "--bus", "ws://127.0.0.1:9/core", "transcribe", path],
        capture_output=True,
        text=True,
        check=False,
    )
    os.remove(path)
    return heard.stdout.strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("utter", nargs="?", default="build/release/bin/utter")
    parser.add_argument("--voices", default=VOICES)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    said = answers(options.utter)
    print(f"{len(said)} answers")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        for voice in options.voices.split(","):
            heard = list(
                pool.map(
                    lambda job, voice=voice: read_back(options.utter, voice, *job, folder),
                    enumerate(said),
                )
            )
            contained = wrong = words = 0
            for answer, text in zip(said, heard):
                reference, hypothesis = spoken(answer), spoken(text)
                whole = f" {' '.join(reference)} " in f" {' '.join(hypothesis)} "
                contained += whole
                wrong += errors(reference, hypothesis)
                words += len(reference)
                if options.verbose and not whole:
                    print(f"  {answer!r} -> {text!r}", file=sys.stderr)
            print(
                f"{voice:20} read {contained}/{len(said)} ({100 * contained / len(said):.1f} %), "
                f"word error {100 * wrong / words:.1f} %",
                flush=True,
            )


if __name__ == "__main__":
    main()
