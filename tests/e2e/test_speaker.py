"""Answers that sound: a real sound server, its loudspeaker recorded."""

import array
import base64
import io
import json
import math
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
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

    def __init__(self, sound, device="va_speaker.monitor"):
        self._file = tempfile.TemporaryFile()  # a pipe that nobody reads would hold it up
        self._process = sound.run(
            "parecord", f"--device={device}", "--latency-msec=20", "--raw",
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


def play_and_record(sound, bus, seconds=0.5, device="va_speaker.monitor"):
    recorder = Recorder(sound, device)
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


def test_underruns_are_counted(speaking, sound, client):
    def underruns():
        with urllib.request.urlopen(f"http://127.0.0.1:{speaking.port}/metrics", timeout=PATIENCE) as page:
            return int(re.search(r"^utter_speaker_underruns_total (\d+)$", page.read().decode(), re.M)[1])

    bus = client(speaking.url)
    bus.send(message("ovos.audio.queue", {"audio": tone_wav(3)}))
    bus.until("ovos.audio.output.started")
    time.sleep(0.5)  # of the tone
    before = underruns()
    speaking._process.send_signal(signal.SIGSTOP)
    time.sleep(1)  # far longer than what is played in advance
    speaking._process.send_signal(signal.SIGCONT)
    bus.until("ovos.audio.output.ended")
    assert underruns() > before


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


def test_a_loudspeaker_may_be_unplugged_and_plugged_in_again(sound, client, tmp_path):
    module = sound.plug("usb_speaker")
    process = Process(tmp_path, "run", "--set", "bus.port=0", "--set", "listener.enabled=false",
                      "--set", "audio.output_device=usb_speaker", extra=sound.environment)
    try:
        bus = client(process.url)
        assert 0.4 < play_and_record(sound, bus, device="usb_speaker.monitor") < 0.8
        for _ in range(2):
            bus.send(message("ovos.audio.queue", {"audio": tone_wav(3)}))
            bus.until("ovos.audio.output.started")
            sound.unplug(module)
            bus.until("ovos.audio.output.ended")  # elsewhere, or not at all: nobody waits for ever
            module = sound.plug("usb_speaker")
            deadline = time.monotonic() + PATIENCE
            while play_and_record(sound, bus, device="usb_speaker.monitor") < 0.4:
                assert time.monotonic() < deadline, process.log
    finally:
        process.stop()
        sound.unplug(module)


def test_a_sound_server_that_was_killed_is_played_to_again(speaking, sound, client):
    bus = client(speaking.url)
    bus.send(message("ovos.audio.queue", {"audio": tone_wav(6)}))
    speaking.wait_for(r"audio\.connected stream=Speech")
    sound.crash()
    speaking.wait_for(r"audio\.lost")
    bus.until("ovos.audio.output.ended")
    sound.restart()
    speaking.wait_for(r"audio\.connected stream=Speech", nth=2)
    assert 0.4 < play_and_record(sound, bus) < 0.8


class StallingVoice:
    """A Wyoming service: of each answer the first 300 ms, then nothing for `stall` seconds, then the
    rest, another 300 ms."""

    def __init__(self, stall):
        self.stall = stall
        self.asked = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = "tcp://127.0.0.1:%d" % self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        def send(type_, data=None, payload=b""):
            header = {"type": type_, "data": data or {}, "payload_length": len(payload)}
            connection.sendall(json.dumps(header).encode() + b"\n" + payload)

        with connection, connection.makefile("rb") as lines:
            try:
                for line in lines:
                    event = json.loads(line)
                    data = json.loads(lines.read(event.get("data_length") or 0) or "{}")
                    if event["type"] == "describe":
                        artifact = {"name": "stalling", "installed": True, "languages": ["en"]}
                        send("info", {"tts": [{**artifact, "voices": [artifact]}]})
                    elif event["type"] == "synthesize":
                        self.asked.append(data.get("text") or event["data"]["text"])
                        format_ = {"rate": 22050, "width": 2, "channels": 1}
                        piece = base64.b64decode(tone_wav(0.3))[44:]
                        send("audio-start", format_)
                        send("audio-chunk", format_, piece)
                        time.sleep(self.stall)
                        send("audio-chunk", format_, piece)
                        send("audio-stop")
            except OSError:
                pass  # it was left

    def stop(self):
        self._socket.close()


@pytest.fixture
def stalling(sound, tmp_path):
    """The assistant, speaking through a service that stalls."""
    started = []

    def start(stall, *settings):
        voice = StallingVoice(stall)
        process = Process(tmp_path, "run", "--set", "bus.port=0", "--set", "listener.enabled=false",
                          "--set", f"tts.wyoming.url={voice.url}", *settings, extra=sound.environment)
        started.extend((process, voice))
        return process, voice

    yield start
    for one in started:
        one.stop()


def test_a_voice_that_pauses_in_an_answer_leaves_a_silence(stalling, sound, client):
    process, _ = stalling(1)
    bus = client(process.url)
    recorder = Recorder(sound)
    bus.send(message("ovos.utterance.speak", {"utterance": "It goes on."}))
    seen = bus.until("ovos.audio.output.ended")
    samples = recorder.stop()
    heard = next(m["data"] for m in seen if m["type"] == "utter.speaker.heard")
    assert heard == {"utterance": "It goes on.", "heard": "It goes on.", "complete": True}
    assert 0.5 < seconds_of_sound(samples) < 0.8
    loud = [i for i, sample in enumerate(samples) if abs(sample) > 0.05]
    assert max(b - a for a, b in zip(loud, loud[1:])) > 0.5 * RATE


# AOUT-005
def test_the_next_engine_goes_on_where_a_voice_stalls(stalling, sound, client):
    process, voice = stalling(30, "--set", "tts.wyoming.idle_timeout=1s")
    bus = client(process.url)
    recorder = Recorder(sound)
    began = time.monotonic()
    text = "This one stalls. And here somebody else goes on."
    bus.send(message("ovos.utterance.speak", {"utterance": text}))
    seen = bus.until("ovos.audio.output.ended")
    assert time.monotonic() - began < 15
    heard = next(m["data"] for m in seen if m["type"] == "utter.speaker.heard")
    assert heard["complete"] is False
    assert "This one stalls.".startswith(heard["heard"])
    assert voice.asked == ["This one stalls."]
    process.wait_for(r"speaker\.cut_short")
    assert seconds_of_sound(recorder.stop()) > 1


def test_a_stop_ends_an_answer_whose_voice_stalls(stalling, client):
    process, _ = stalling(30)
    bus = client(process.url)
    bus.send(message("ovos.utterance.speak", {"utterance": "This one stalls."}))
    bus.until("ovos.audio.output.started")
    began = time.monotonic()
    bus.send(message("ovos.audio.stop"))
    bus.until("ovos.audio.output.ended")
    assert time.monotonic() - began < 1


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
