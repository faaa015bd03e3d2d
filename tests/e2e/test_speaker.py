"""Answers that sound: a real sound server, its loudspeaker recorded."""

import array
import base64
import io
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import wave

import pytest

from conftest import PATIENCE, Process, environment, message

RATE = 16000


@pytest.fixture
def speaking(sound, tmp_path):
    """The whole assistant on the sound server."""
    process = Process(tmp_path, "run", "--set", "bus.port=0", extra=sound.environment)
    yield process
    process.stop()


class Recorder:
    """What the loudspeaker plays, from now on."""

    def __init__(self, sound):
        self._file = tempfile.TemporaryFile()  # a pipe that nobody reads would hold it up
        self._process = sound.run(
            "parecord", "--device=va_speaker.monitor", "--latency-msec=20", "--raw",
            "--format=s16le", f"--rate={RATE}", "--channels=1",
            stdout=self._file, stderr=subprocess.DEVNULL)
        sound.until("the recording", lambda: os.fstat(self._file.fileno()).st_size > 0)

    def stop(self):
        """The samples, -1 .. 1."""
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._file.seek(0)
        data = self._file.read()
        samples = array.array("h")
        samples.frombytes(data[: len(data) // 2 * 2])
        return [sample / 32768 for sample in samples]


def loudness(samples):
    return math.sqrt(sum(x * x for x in samples) / max(1, len(samples)))


def seconds_of_sound(samples, threshold=0.01):
    """How long it is not silent. What a starved machine puts in between does not count."""
    step = RATE // 100
    return sum(loudness(samples[i:i + step]) > threshold
               for i in range(0, len(samples), step)) / 100


def tone_wav(seconds, hz=440, rate=22050):
    samples = array.array(
        "h", (int(12000 * math.sin(2 * math.pi * hz * i / rate)) for i in range(int(seconds * rate))))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return base64.b64encode(buffer.getvalue()).decode()


def play_and_record(sound, bus, seconds=0.5):
    recorder = Recorder(sound)
    bus.send(message("ovos.audio.queue", {"audio": tone_wav(seconds)}))
    bus.until("ovos.audio.output.ended")
    return seconds_of_sound(recorder.stop())


# AOUT-001
def test_an_answer_is_heard_whole(speaking, sound, client, utter, tmp_path):
    bus = client(speaking.url)
    recorder = Recorder(sound)
    text = "The quick brown fox jumps over the lazy dog. And then it sleeps until the morning."
    bus.send(message("ovos.utterance.speak", {"utterance": text, "lang": "en-US"}))
    seen = bus.until("ovos.audio.output.ended")
    assert "ovos.audio.output.started" in [one["type"] for one in seen]
    samples = recorder.stop()
    said = tmp_path / "said.wav"
    assert utter("say", text, "-o", str(said)).returncode == 0
    with wave.open(str(said)) as file:
        assert file.getframerate() == RATE
        whole = array.array("h", file.readframes(file.getnframes()))
    expected = seconds_of_sound([sample / 32768 for sample in whole])
    assert 0.9 * expected < seconds_of_sound(samples) < 1.15 * expected


# AOUT-018 AOUT-019 AOUT-021
def test_queued_sounds_follow_each_other_and_others_go_over_them(speaking, sound, client):
    bus = client(speaking.url)
    recorder = Recorder(sound)
    for _ in range(2):
        bus.send(message("ovos.audio.queue", {"audio": tone_wav(0.5)}))
    bus.until("ovos.audio.output.started")
    bus.send(message("ovos.audio.play_sound", {"audio": tone_wav(0.3, hz=1200)}))
    bus.until("ovos.audio.output.ended")
    length = seconds_of_sound(recorder.stop())
    assert 0.9 < length < 1.3


# AOUT-031
def test_a_stop_is_silence_at_once(speaking, sound, client):
    bus = client(speaking.url)
    recorder = Recorder(sound)
    bus.send(message("ovos.audio.queue", {"audio": tone_wav(20)}))
    bus.until("ovos.audio.output.started")
    time.sleep(0.5)  # of the tone
    bus.send(message("ovos.audio.stop"))
    bus.until("ovos.audio.output.ended")
    time.sleep(1)  # of silence
    assert 0.3 < seconds_of_sound(recorder.stop()) < 15


def test_a_loudspeaker_may_go_and_come_back(speaking, sound, client):
    bus = client(speaking.url)
    bus.send(message("ovos.audio.queue", {"audio": tone_wav(0.2)}))
    bus.until("ovos.audio.output.ended")
    bus.send(message("ovos.audio.queue", {"audio": tone_wav(6)}))
    bus.until("ovos.audio.output.started")
    sound.stop_pulse()
    speaking.wait_for(r"audio\.lost")
    bus.until("ovos.audio.output.ended")  # whatever became of it, nobody waits for ever
    sound.start_pulse()
    speaking.wait_for(r"audio\.connected", nth=2)
    assert 0.4 < play_and_record(sound, bus) < 0.8


def test_a_sink_that_is_unplugged_hands_over_to_another(speaking, sound, client):
    module = sound.pactl("load-module", "module-null-sink", "sink_name=usb").strip()
    sound.until("the sink", lambda: "usb" in sound.pactl("list", "short", "sinks"))
    sound.pactl("set-default-sink", "usb")
    bus = client(speaking.url)
    try:
        bus.send(message("ovos.audio.queue", {"audio": tone_wav(3)}))
        bus.until("ovos.audio.output.started")
    finally:
        sound.pactl("unload-module", module)
        sound.pactl("set-default-sink", "va_speaker")
    bus.until("ovos.audio.output.ended")
    assert 0.4 < play_and_record(sound, bus) < 0.8


def test_doctor_names_the_loudspeaker(sound, tmp_path):
    def found(extra):
        result = subprocess.run(
            [os.environ["UTTER_BIN"], "--json", "doctor"],
            env={**environment(tmp_path), **extra}, capture_output=True, text=True,
            timeout=PATIENCE, check=False)
        return next(one for one in json.loads(result.stdout)["findings"]
                    if one["about"] == "loudspeaker")

    assert found(sound.environment)["health"] == "ok"
    silent = found({"XDG_RUNTIME_DIR": str(tmp_path)})
    assert silent["health"] == "note"
    assert "no sound server" in silent["text"]


def test_the_speaker_alone_speaks_over_the_bus(start, sound, client, tmp_path):
    bus_process = start("--set", "bus.port=0", name="ovos-messagebus")
    url = f"ws://127.0.0.1:{bus_process.port}/core"
    process = Process(tmp_path, "--bus", url, name="ovos-audio", extra=sound.environment)
    try:
        process.wait_for(r"utter\.connected part=audio")
        bus = client(url)
        bus.send(message("ovos.utterance.speak", {"utterance": "Hello."}))
        bus.until("ovos.audio.output.ended")
    finally:
        process.stop()
