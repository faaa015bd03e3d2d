"""Music that sounds: the real player, libmpv behind it, on a real sound server or on none."""

import math
import os
import struct
import subprocess
import sys
import wave

import pytest

from conftest import PATIENCE, UTTER, Process, environment, message
from test_speaker import Recorder, loudness

RATE = 16000

pytestmark = pytest.mark.skipif(
    not os.path.exists(os.path.join(os.path.dirname(UTTER), "..", "lib", "utter", "mpv.so")),
    reason="built without libmpv")


def tone(path, seconds, loud=0.2):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(
            struct.pack("<h", int(32767 * loud * math.sin(i * 0.3))) for i in range(int(RATE * seconds))))
    return path


@pytest.fixture
def playing(tmp_path):
    """The whole assistant, with music and without a sound server."""
    tone(tmp_path / "music" / "Miles Davis" / "Kind of Blue" / "01 - So What.wav", 60)
    tone(tmp_path / "music" / "Miles Davis" / "Kind of Blue" / "02 - Freddie Freeloader.wav", 60)
    tone(tmp_path / "music" / "Jingles" / "short.wav", 0.3)
    process = Process(tmp_path, "run", "--set", "bus.port=0", "--set", "audio.output=null",
                      "--set", "audio.input=off", "--set", f"media.folders={tmp_path / 'music'}")
    yield process
    process.stop()


def until(client, topic, state):
    """Everything up to the report of this state."""
    seen = client.until(topic)
    while seen[-1]["data"]["state"] != state:
        seen += client.until(topic)
    return seen


def status(client, **context):
    client.send(message("ovos.common_play.status", **context))
    return client.until("ovos.common_play.status.response")[-1]["data"]


# OCP-005 OCP-010 OCP-013 OCP-015
def test_music_is_found_by_voice_and_played(playing, client):
    user = client(playing.url)
    user.send(message("ovos.utterance.handle", {"utterances": ["play kind of blue"]}))
    seen = until(user, "ovos.common_play.track.state", "playing")
    types = [each["type"] for each in seen]
    assert types.index("ovos.common_play.search.start") < types.index("ovos.common_play.search.end")
    assert [each["data"]["state"] for each in seen
            if each["type"] == "ovos.common_play.player.state"] == [1]
    now = status(user)
    assert (now["title"], now["artist"]) == ("So What", "Miles Davis")
    assert (now["playlist_position"], now["playlist_size"]) == (0, 2)
    assert now["next_track"]["title"] == "Freddie Freeloader"


# OCP-042
def test_voice_controls_what_plays_and_stops_it(playing, client):
    user = client(playing.url)
    user.send(message("ovos.utterance.handle", {"utterances": ["play kind of blue"]}))
    until(user, "ovos.common_play.track.state", "playing")
    user.send(message("ovos.utterance.handle", {"utterances": ["pause"]}))
    until(user, "ovos.common_play.player.state", 2)
    user.send(message("ovos.utterance.handle", {"utterances": ["next song"]}))
    until(user, "ovos.common_play.track.state", "playing")
    assert status(user)["title"] == "Freddie Freeloader"
    user.send(message("ovos.utterance.handle", {"utterances": ["stop"]}))
    seen = until(user, "ovos.common_play.player.state", 0)
    assert "media:stop" in [each["type"] for each in seen]
    assert status(user)["title"] == ""


# OCP-025
def test_a_track_ends_by_itself(playing, client, tmp_path):
    user = client(playing.url)
    uri = (tmp_path / "music" / "Jingles" / "short.wav").as_uri()
    user.send(message("ovos.common_play.play", {"media": {"uri": uri}}))
    seen = until(user, "ovos.common_play.player.state", 0)
    assert [each["data"]["state"] for each in seen
            if each["type"] == "ovos.common_play.media.state"] == ["LOADING", "LOADED", "END_OF_MEDIA"]


# OCP-016 OCP-043
def test_what_cannot_be_played_is_reported(playing, client, tmp_path):
    user = client(playing.url)
    user.send(message("ovos.common_play.play", {"media": {"title": "nothing"}}))
    until(user, "ovos.common_play.media.state", "INVALID_MEDIA")
    user.send(message("ovos.common_play.play", {"media": {"uri": (tmp_path / "absent.mp3").as_uri()}}))
    until(user, "ovos.common_play.media.state", "INVALID_MEDIA")
    assert status(user)["player_state"] == 0


def test_the_command_line_plays_and_controls(playing, tmp_path):
    def run(*arguments):
        done = subprocess.run([UTTER, "--bus", playing.url, "media", *arguments], text=True,
                              env=environment(tmp_path), capture_output=True, timeout=PATIENCE)
        return done.returncode, done.stdout + done.stderr

    music = tmp_path / "music" / "Miles Davis" / "Kind of Blue"
    assert run("status") == (0, "stopped\n")
    code, text = run("play", *sorted(str(each) for each in music.iterdir()))
    assert (code, text) == (0, "playing: 01 - So What.wav (1 of 2)\n")
    assert run("pause")[1].startswith("paused: ")
    assert run("next")[0] == 0
    assert run("seek", "--relative", "--", "-10")[0] == 0
    assert run("stop") == (0, "stopped\n")
    code, text = run("play", str(tmp_path / "absent.mp3"))
    assert code == 1 and "cannot be played" in text
    assert run("play")[0] == 2


def test_without_a_player_the_command_line_says_so(start, tmp_path):
    process = start("run", "--set", "bus.port=0", "--set", "media.enabled=false")
    done = subprocess.run([UTTER, "--bus", process.url, "media", "status"], text=True,
                          env=environment(tmp_path), capture_output=True, timeout=PATIENCE)
    assert done.returncode == 4
    assert "no media player answers" in done.stderr


# OCP-020
def test_music_is_heard_and_softer_while_the_assistant_speaks(sound, client, tmp_path):
    uri = tone(tmp_path / "long.wav", 60).as_uri()
    process = Process(tmp_path, "run", "--set", "bus.port=0", "--set", "audio.input=off",
                      "--set", "media.duck_volume=10", extra=sound.environment)
    try:
        user = client(process.url)
        user.send(message("ovos.common_play.play", {"media": {"uri": uri}}))
        until(user, "ovos.common_play.track.state", "playing")
        recorder = Recorder(sound)
        user.send(message("ovos.common_play.seek", {"seekValue": 2000}))
        sound.until("some music", lambda: os.fstat(recorder._file.fileno()).st_size > RATE * 2)
        # A sound of silence has the player ducked for as long as it lasts.
        silence = tone(tmp_path / "silence.wav", 1.5, loud=0)
        user.send(message("ovos.audio.queue", {"uri": silence.as_uri()}))
        user.until("ovos.common_play.unduck")
        samples = recorder.stop()
    finally:
        process.stop()
    steps = [loudness(samples[i:i + RATE // 10]) for i in range(0, len(samples) - RATE // 10, RATE // 10)]
    assert max(steps) > 0.05, "no music was heard"
    assert min(steps) < max(steps) / 5, "it was not softer"
