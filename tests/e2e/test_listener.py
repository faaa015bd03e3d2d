"""Commands that are spoken: a real sound server, whose microphone hears what a synthesiser says."""

import json
import os
import shutil
import subprocess
import time
import urllib.request

import pytest

from conftest import PATIENCE, Process, message

LONG = ("Once upon a time there was a little girl who lived in a village near the forest and walked "
        "every day to see her grandmother, who lived at the other end of it.")


@pytest.fixture(scope="module", autouse=True)
def synthesiser():
    if not shutil.which("flite"):
        pytest.skip("the program flite is not installed")


@pytest.fixture
def room(sound, tmp_path):
    """Says things into the microphone."""

    def say(*sentences, voice="slt", where="va_mic_in"):
        for sentence in sentences:
            path = os.path.join(tmp_path, "said.wav")
            subprocess.run(["flite", "-voice", voice, "-t", sentence, "-o", path], check=True,
                           timeout=PATIENCE)
            assert sound.run("paplay", f"--device={where}", path).wait(PATIENCE) == 0

    return say


@pytest.fixture
def hearing(sound, tmp_path):
    """The whole assistant on the sound server, once it hears."""
    started = []

    def start(*settings):
        process = Process(tmp_path, "run", "--set", "bus.port=0", *settings, extra=sound.environment)
        started.append(process)
        process.wait_for(r"audio\.connected stream=Listening")
        return process

    yield start
    for process in started:
        process.stop()


def own(messages):
    """What was said in the specification's own words about one command."""
    return [m["type"] for m in messages
            if m["type"].startswith(("ovos.listener", "ovos.stt", "ovos.utterance", "ovos.audio"))]


# AIN-001 AIN-006 AIN-019 AIN-020 AIN-029 AIN-030
def test_a_spoken_question_is_answered_aloud(hearing, room, client):
    assistant = hearing()
    me = client(assistant.url)
    room("hey computer", "what day is it")
    seen = me.until("ovos.audio.output.ended")
    assert own(seen) == [
        "ovos.listener.wakeword",
        "ovos.listener.record.started",
        "ovos.listener.record.ended",
        "ovos.utterance.handle",
        "ovos.utterance.speak",
        "ovos.utterance.handled",
        "ovos.audio.output.started",
        "ovos.audio.output.ended",
    ]
    said = next(m for m in seen if m["type"] == "ovos.utterance.handle")
    assert said["data"] == {"utterances": ["what day is it"], "lang": "en-US"}
    assert said["context"]["session"]["stt_lang"] == "en-US"


def test_a_spoken_turn_is_timed_to_the_first_sample(hearing, room, client):
    assistant = hearing("--set", "budgets.stt=1ms")
    me = client(assistant.url)
    room("hey computer", "what day is it")
    me.until("ovos.audio.output.ended")

    def page(path):
        with urllib.request.urlopen(assistant.url.replace("ws://", "http://").replace("/core", path)) as answer:
            return answer.read().decode()

    turn = json.loads(page("/traces"))["traces"][0]["turn"]
    moments = ["wake", "speech_end", "final_text", "matched", "first_token", "first_audio", "first_sample"]
    assert list(turn["moments"]) == moments
    assert sorted(turn["moments"].values()) == list(turn["moments"].values())
    assert list(turn["stages"]) == ["stt", "matching", "answer", "tts", "playback", "turn"]
    assert 'utter_turn_stage_seconds_count{stage="turn"} 1' in page("/metrics")
    assistant.wait_for(r"turn\.over_budget stage=stt ")


def test_wake_word_and_question_in_one_breath(hearing, room, client):
    assistant = hearing()
    me = client(assistant.url)
    room("hey computer what time is it", voice="rms")
    seen = me.until("ovos.utterance.handle")
    assert seen[-1]["data"]["utterances"] == ["what time is it"]


# AIN-009 AIN-010 AIN-011 AIN-031 AIN-033
def test_asked_to_listen_it_hears_that_nobody_speaks(hearing, client):
    assistant = hearing("--set", "listener.wait=500ms")
    me = client(assistant.url)
    me.send(message("ovos.mic.listen"))
    seen = me.until("ovos.stt.failed")
    assert own(seen) == [
        "ovos.listener.record.started", "ovos.listener.record.ended", "ovos.stt.failed"]


# AOUT-034
def test_the_wake_word_ends_an_answer(hearing, room, client):
    assistant = hearing("--set", "listener.wait=500ms")
    me = client(assistant.url)
    me.send(message("ovos.utterance.speak", {"utterance": LONG}))
    me.until("ovos.audio.output.started")
    room("hey computer")
    seen = me.until("utter.speaker.heard")
    assert "ovos.listener.wakeword" in own(seen)
    assert seen[-1]["data"]["complete"] is False
    assert LONG.startswith(seen[-1]["data"]["heard"])


# AIN-022 AIN-026 AIN-028
def test_asleep_it_does_not_hear_the_wake_word(hearing, room, client):
    assistant = hearing()
    me = client(assistant.url)
    me.send(message("ovos.listener.sleep"))
    room("hey computer")
    me.send(message("ovos.listener.wake"))
    assert own(me.until("ovos.listener.awoken")) == ["ovos.listener.sleep", "ovos.listener.wake",
                                                     "ovos.listener.awoken"]
    room("hey computer")
    me.until("ovos.listener.record.started")


# The one is played to as it is heard; the other would be a microphone of the desktop's.
def test_a_microphone_may_be_unplugged_and_plugged_in_again(hearing, room, sound, client):
    module = sound.plug("usb_mic")
    assistant = hearing("--set", "audio.input_device=usb_mic.monitor")
    me = client(assistant.url)
    room("hey computer", where="usb_mic")
    me.until("ovos.listener.record.ended")
    for _ in range(2):
        me.send(message("ovos.mic.listen"))
        me.until("ovos.listener.record.started")
        sound.unplug(module)
        seen = own(me.until("ovos.stt.failed"))  # whatever becomes of it, nobody listens for ever
        assert "ovos.listener.record.ended" in seen
        module = sound.plug("usb_mic")
        deadline = time.monotonic() + PATIENCE
        heard = []
        while "ovos.listener.wakeword" not in heard:
            assert time.monotonic() < deadline, assistant.log
            room("hey computer", where="usb_mic")
            me.send(message("test.said"))
            heard = own(me.until("test.said"))
        if "ovos.listener.record.ended" not in heard:
            me.until("ovos.listener.record.ended")
    sound.unplug(module)


def test_a_sound_server_that_was_killed_is_heard_again(hearing, room, sound, client):
    assistant = hearing()
    me = client(assistant.url)
    me.send(message("ovos.mic.listen"))
    me.until("ovos.listener.record.started")
    sound.crash()
    me.until("ovos.stt.failed")
    sound.restart()
    assistant.wait_for(r"audio\.connected stream=Listening", nth=2)
    room("hey computer")
    me.until("ovos.listener.record.started")


def test_a_sound_server_that_restarts_is_heard_again(hearing, room, sound, client):
    assistant = hearing()
    me = client(assistant.url)
    sound.stop_pulse()
    sound.start_pulse()
    assistant.wait_for(r"audio\.connected stream=Listening", nth=2)
    room("hey computer")
    me.until("ovos.listener.record.started")
