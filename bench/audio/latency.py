#!/usr/bin/env python3
"""How soon a sound is heard once it is there, and how soon it is silent once it is stopped.

usage: latency.py [UTTER] [RUNS]

`utter run` plays on a sound server without hardware (tests/sound/server.py), whose loudspeaker is
recorded while it plays. Both figures are taken from the moment the message is sent until the recording
shows it, so they include the recorder's own way, which the same run measures: a player that is only
`paplay` is heard after that and the sound server's time.
"""

import array
import asyncio
import base64
import io
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import wave

import websockets

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tests", "sound"))
import server  # noqa: E402

RATE = 16000
BLOCK = RATE // 100
LOUD = 1000  # of 32767
PATIENCE = 10


class Ear:
    """Hears the loudspeaker, and notes when each 10 ms came and whether they were loud."""

    def __init__(self, sound):
        self._process = sound.run(
            "parecord", "--device=va_speaker.monitor", "--latency-msec=10", "--raw", "--format=s16le",
            f"--rate={RATE}", "--channels=1", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._blocks = []  # (when, loud)
        self._changed = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            data = self._process.stdout.read(2 * BLOCK)
            if len(data) < 2 * BLOCK:
                return
            samples = array.array("h", data)
            with self._changed:
                self._blocks.append((time.monotonic(), max(map(abs, samples)) > LOUD))
                self._changed.notify_all()

    def wait(self, since, loud):
        """When, after `since`, it first was loud, or first stayed silent for 100 ms."""
        quiet = 10

        def found():
            later = [block for block in self._blocks if block[0] >= since]
            if loud:
                return next((when for when, is_loud in later if is_loud), None)
            for i in range(len(later) - quiet):
                if not any(is_loud for _, is_loud in later[i:i + quiet]):
                    return later[i][0]
            return None

        with self._changed:
            assert self._changed.wait_for(lambda: found() is not None, PATIENCE)
            return found()

    def stop(self):
        self._process.terminate()
        self._process.wait()


def tone(seconds, hz=440, rate=48000):
    samples = array.array(
        "h", (int(16000 * math.sin(2 * math.pi * hz * i / rate)) for i in range(int(seconds * rate))))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


def message(type_, data):
    return json.dumps({"type": type_, "data": data, "context": {}})


async def measure(url, ear, runs):
    sound = base64.b64encode(tone(5)).decode()
    starts, stops = [], []
    async with websockets.connect(url, max_size=None) as bus:

        async def drain():
            async for _ in bus:
                pass

        draining = asyncio.create_task(drain())
        for run in range(runs + 1):
            asked = time.monotonic()
            await bus.send(message("ovos.audio.queue", {"audio": sound}))
            heard = await asyncio.to_thread(ear.wait, asked, True)
            await asyncio.sleep(0.3)
            stopped = time.monotonic()
            await bus.send(message("ovos.audio.stop", {}))
            silent = await asyncio.to_thread(ear.wait, stopped, False)
            if run > 0:  # the first takes the device
                starts.append(1000 * (heard - asked))
                stops.append(1000 * (silent - stopped))
            await asyncio.sleep(0.3)
        draining.cancel()
    return starts, stops


def paplay(sound, ear, runs):
    times = []
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        file.write(tone(0.3))
        file.flush()
        for _ in range(runs):
            asked = time.monotonic()
            player = sound.run("paplay", "--latency-msec=10", "--device=va_speaker", file.name)
            times.append(1000 * (ear.wait(asked, True) - asked))
            player.wait()
            time.sleep(0.5)
    return times


def row(name, times):
    times = sorted(times)
    print(f"{name:44}{statistics.median(times):7.1f} ms p50 {times[int(0.95 * (len(times) - 1))]:7.1f} ms p95")


def main():
    utter = sys.argv[1] if len(sys.argv) > 1 else "build/release/bin/utter"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    sound = server.SoundServer()
    sound.start()
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [utter, "run", "--set", "bus.port=0", "--set", "listener.enabled=false"],
            env={"PATH": os.environ["PATH"], "HOME": home, **sound.environment},
            stderr=subprocess.PIPE, text=True)
        try:
            for line in process.stderr:
                if found := re.search(r"bus=(ws://\S+)", line):
                    break
            threading.Thread(target=process.stderr.read, daemon=True).start()
            ear = Ear(sound)
            starts, stops = asyncio.run(measure(found[1], ear, runs))
            row("a queued sound, until it is heard", starts)
            row("a stop, until it is silent", stops)
            row("paplay, from exec, until it is heard", paplay(sound, ear, min(runs, 10)))
            ear.stop()
        finally:
            process.terminate()
            process.wait()
            sound.stop()


if __name__ == "__main__":
    main()
