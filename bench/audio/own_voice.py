#!/usr/bin/env python3
"""Whether Utter takes its own voice for somebody else's.

usage: own_voice.py [UTTER] [MINUTES] [--echo-db DB] [--delay-ms MS] [--interrupt TEXT] [--set KEY=VALUE]

`utter run` reads this project's own documents aloud on a sound server without hardware
(tests/sound/server.py), and its microphone hears the loudspeaker, DB weaker and MS later, all the time.
Nobody else speaks: every wake word, and every answer that is cut short, is a self-interruption. With
--interrupt somebody says TEXT three seconds into each answer, which is to cut it short; the next begins when
the microphone is at rest again.
"""

import argparse
import asyncio
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import websockets

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/sound"))
import server  # noqa: E402
from live_echo import play_at_the_microphone  # noqa: E402


def sentences():
    """What there is to read, again and again."""
    text = []
    for path in sorted((ROOT / "docs").glob("*.md")):
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            if paragraph[:1].isalpha():
                text += re.split(r"(?<=[.:])\s+", " ".join(paragraph.split()))
    if not text:
        sys.exit(f"nothing to read in {ROOT / 'docs'}")
    while True:
        for sentence in text:
            plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", sentence)
            plain = re.sub(r"[^A-Za-z0-9,.'% -]", " ", plain).strip()
            if len(plain) > 20:
                yield plain


async def read_aloud(url, minutes, interrupt):
    """Counts what happened until the time was over."""
    seen = collections.Counter()
    heard = []
    text = sentences()
    deadline = time.monotonic() + 60 * minutes
    async with websockets.connect(url, max_size=None) as bus:

        async def say():
            data = {"utterance": " ".join(next(text) for _ in range(4)), "lang": "en-US"}
            seen["answers"] += 1
            await bus.send(json.dumps({"type": "ovos.utterance.speak", "data": data, "context": {}}))

        async def say_in_silence():
            await asyncio.sleep(3)
            while seen["ovos.listener.record.started"] > seen["ovos.listener.record.ended"]:
                await asyncio.sleep(0.1)
            await say()

        await say()
        if not interrupt:
            await say()
        async for frame in bus:
            message = json.loads(frame)
            seen[message["type"]] += 1
            if interrupt and message["type"] == "ovos.audio.output.started":
                seen["interruptions"] += 1
                asyncio.get_running_loop().call_later(3, interrupt)
            if message["type"] == "utter.speaker.heard":
                seen["cut short"] += not message["data"]["complete"]
                if time.monotonic() > deadline:
                    return seen, heard
                next_one = asyncio.create_task(say_in_silence() if interrupt else say())
            if message["type"] == "ovos.utterance.handle":
                heard.append(message["data"]["utterances"][0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("utter", nargs="?", default="build/release/bin/utter")
    parser.add_argument("minutes", nargs="?", type=float, default=60)
    parser.add_argument("--echo-db", type=float, default=-10, help="of the loudspeaker at the microphone")
    parser.add_argument("--delay-ms", type=int, default=40)
    parser.add_argument("--interrupt", metavar="TEXT", help="what somebody says over each answer")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="passed to utter")
    options = parser.parse_args()
    sound = server.SoundServer()
    sound.start()
    play_at_the_microphone(sound, options.echo_db, options.delay_ms)

    def interrupt():
        sound.run("sh", "-c", 'flite -voice slt -t "$1" -o "$2" && paplay --device=va_mic_in "$2"', "say",
                  options.interrupt, os.path.join(home, "said.wav"))

    settings = [word for setting in options.set for word in ("--set", setting)]
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [options.utter, "run", "--set", "bus.port=0", *settings],
            env={"PATH": os.environ["PATH"], "HOME": home, **sound.environment},
            stderr=subprocess.PIPE, text=True)
        try:
            url, log = None, []
            for line in process.stderr:
                log.append(line)
                if ready := re.search(r"utter\.ready.*bus=(ws://\S+)", line):
                    url = ready[1]
                if "stream=Listening" in line:
                    break
            if url is None:
                sys.exit("".join(log))
            threading.Thread(target=process.stderr.read, daemon=True).start()
            seen, heard = asyncio.run(
                read_aloud(url, options.minutes, interrupt if options.interrupt else None))
        finally:
            process.terminate()
            process.wait()
            sound.stop()
    print(f"{options.minutes:g} min, echo {options.echo_db:g} dB after {options.delay_ms} ms: "
          f"{seen['answers']} answers, {seen['ovos.listener.wakeword']} wake words, "
          f"{seen['cut short']} cut short, {seen['ovos.listener.record.started']} recordings, "
          f"{len(heard)} utterances; {seen['interruptions']} times somebody spoke")
    for text in heard:
        print(f"  heard: {text}")


if __name__ == "__main__":
    main()
