#!/usr/bin/env python3
"""How soon a sound is heard once it is there, how soon the first piece of one that is still being made is, how
soon it is silent once it is stopped, and how soon a voice is listened to.

usage: latency.py [UTTER] [RUNS]

`utter run` plays on a sound server without hardware (tests/sound/server.py), whose loudspeaker is
recorded while it plays. Both figures are taken from the moment the message is sent until the recording
shows it, so they include the recorder's own way, which the same run measures: a player that is only
`paplay` is heard after that and the sound server's time. A voice at the microphone is recorded beside
Utter's listening, so what is printed of it is what Utter takes longer than that recorder, beyond the voice
that its detector wants to hear before it decides (Endpointer::onset).
"""

import array
import asyncio
import base64
import contextlib
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
ONSET_MS = 120


class Ear:
    """Hears the loudspeaker, or the room, and notes when each 10 ms came and whether they were loud."""

    def __init__(self, sound, device="va_speaker.monitor"):
        self._process = sound.run(
            "parecord", f"--device={device}", "--latency-msec=10", "--raw", "--format=s16le",
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


class SlowVoice:
    """A Wyoming service that sends the first 200 ms of its answer, and the rest a second later."""

    RATE = 22050

    def __init__(self):
        self.sent = None  # when the first chunk was

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = "tcp://127.0.0.1:%d" % self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()

    async def _serve(self, reader, writer):
        def send(type_, data=None, payload=b""):
            writer.write(json.dumps({"type": type_, "data": data or {}, "payload_length": len(payload)}).encode()
                         + b"\n" + payload)

        while line := await reader.readline():
            asked = json.loads(line)
            await reader.readexactly(asked.get("data_length") or 0)
            if asked["type"] == "describe":
                artifact = {"name": "slow", "attribution": {"name": "", "url": ""}, "installed": True,
                            "description": "", "version": "1"}
                send("info", {"tts": [{**artifact, "voices": [{**artifact, "languages": ["en"]}]}]})
            elif asked["type"] == "synthesize":
                piece = tone(0.2, rate=self.RATE)[44:]
                format_ = {"rate": self.RATE, "width": 2, "channels": 1}
                send("audio-start", format_)
                send("audio-chunk", format_, piece)
                await writer.drain()
                self.sent = time.monotonic()
                await asyncio.sleep(1)
                send("audio-chunk", format_, piece)
                send("audio-stop")
            await writer.drain()
        writer.close()


async def measure_first_piece(assistant, ear, runs):
    times = []
    async with SlowVoice() as slow:
        with assistant("utter.ready", "listener.enabled=false", "tts.engine=wyoming",
                       f"tts.wyoming.url={slow.url}") as url:
            async with websockets.connect(url, max_size=None) as bus:

                async def until(type_):
                    while json.loads(await bus.recv())["type"] != type_:
                        pass

                for run in range(runs + 1):
                    asked = time.monotonic()
                    await bus.send(message("ovos.utterance.speak", {"utterance": "here I am"}))
                    heard = await asyncio.to_thread(ear.wait, asked, True)
                    if run > 0:
                        times.append(1000 * (heard - slow.sent))
                    await until("ovos.audio.output.ended")
                    await asyncio.sleep(0.2)
    return times


def voice():
    """A sentence that begins at once."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["flite", "-voice", "rms", "-t", "Are you all awake already?", "-o", file.name], check=True)
        with wave.open(file.name) as said:
            rate = said.getframerate()
            samples = array.array("h", said.readframes(said.getnframes()))
    begin = next(i for i, sample in enumerate(samples) if abs(sample) > 2 * LOUD)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples[begin:].tobytes())
    return buffer.getvalue()


async def measure_listening(url, sound, runs):
    """From the voice's beginning in the recording until Utter says that it listens, less ONSET_MS."""
    room = Ear(sound, "va_mic_in.monitor")
    times = []
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        file.write(voice())
        file.flush()
        async with websockets.connect(url, max_size=None) as bus:

            async def until(type_):
                while json.loads(await bus.recv())["type"] != type_:
                    pass
                return time.monotonic()

            for _ in range(runs):
                asked = time.monotonic()
                player = sound.run("paplay", "--latency-msec=10", "--device=va_mic_in", file.name)
                began = await until("ovos.listener.record.started")
                heard = await asyncio.to_thread(room.wait, asked, True)
                times.append(1000 * (began - heard) - ONSET_MS)
                await until("ovos.listener.record.ended")
                player.wait()
                await asyncio.sleep(0.5)
    room.stop()
    return times


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

        @contextlib.contextmanager
        def assistant(ready, *settings):
            process = subprocess.Popen(
                [utter, "run", "--set", "bus.port=0", *(f"--set={setting}" for setting in settings)],
                env={"PATH": os.environ["PATH"], "HOME": home, **sound.environment},
                stderr=subprocess.PIPE, text=True)
            try:
                for line in process.stderr:
                    if found := re.search(r"utter\.ready.*bus=(ws://\S+)", line):
                        url = found[1]
                    if ready in line:
                        break
                threading.Thread(target=process.stderr.read, daemon=True).start()
                yield url
            finally:
                process.terminate()
                process.wait()

        try:
            ear = Ear(sound)
            with assistant("utter.ready", "listener.enabled=false") as url:
                starts, stops = asyncio.run(measure(url, ear, runs))
            row("a queued sound, until it is heard", starts)
            row("a stop, until it is silent", stops)
            row("a TTS's first piece, until it is heard",
                asyncio.run(measure_first_piece(assistant, ear, min(runs, 15))))
            row("paplay, from exec, until it is heard", paplay(sound, ear, min(runs, 10)))
            ear.stop()
            with assistant("stream=Listening", "listener.mode=continuous", "speaker.enabled=false") as url:
                row("a voice, until it is listened to", asyncio.run(measure_listening(url, sound, runs)))
        finally:
            sound.stop()


if __name__ == "__main__":
    main()
