"""A WAV file as a microphone and as a loudspeaker."""

import json
import re
import shutil
import subprocess
import wave

import pytest


def record(path, text, voice="flite"):
    """Speech from a program that is not ours."""
    if voice == "flite":
        command = ["flite", "-voice", "slt", "-t", text, "-o", str(path)]
    else:
        command = ["espeak-ng", "-v", voice, "-w", str(path), text]
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    subprocess.run(command, check=True)
    return str(path)


@pytest.mark.parametrize("voice", ["flite", "en-us"])
def test_a_spoken_question_gets_a_spoken_answer(utter, tmp_path, voice):
    question = record(tmp_path / "q.wav", "what time is it", voice)
    answer = tmp_path / "a.wav"
    result = utter("ask", "--audio", question, "--speak", str(answer))
    assert result.returncode == 0, result.stderr
    assert "heard: what time is it" in result.stderr
    assert re.search(r"\d(:\d\d)? [AP]M", result.stdout)
    with wave.open(str(answer)) as sound:
        assert sound.getnframes() / sound.getframerate() > 0.5


NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def spoken(text):
    """The words of a text; the numbers in it, which are small, spelled out."""
    text = re.sub(r"\d+", lambda number: NUMBERS[int(number[0])], text.lower())
    return re.sub(r"[^a-z']+", " ", text).strip()


@pytest.mark.parametrize(
    "question",
    [
        "set a timer for five minutes",
        "set a timer for two seconds",
        "start a timer for ten minutes",
        "set a timer for one hour",
        "set a pasta timer for eight minutes",
        "cancel the timer",
        "how long is left",
    ],
)
def test_a_spoken_answer_can_be_written_down_again(utter, tmp_path, question):
    asked = record(tmp_path / "q.wav", question)
    answer = tmp_path / "a.wav"
    result = utter("ask", "--audio", asked, "--speak", str(answer))
    assert result.returncode == 0, result.stderr
    read = utter("transcribe", str(answer))
    assert spoken(result.stdout) in spoken(read.stdout), read.stderr


def test_transcribing_can_listen_for_commands_only(utter, tmp_path):
    chatter = record(tmp_path / "c.wav", "my sister bought a new car")
    command = record(tmp_path / "q.wav", "what time is it")
    told = json.loads(utter("transcribe", "--json", "--commands", command).stdout)
    assert (told["text"], told["source"]) == ("what time is it", "grammar")
    assert "new car" in utter("transcribe", chatter).stdout


# SES1-032
def test_a_running_assistant_is_asked_with_its_own_words(assistant, client, utter, tmp_path):
    question = record(tmp_path / "q.wav", "set a timer for five minutes")
    watcher = client(assistant.url)
    result = utter("ask", "--json", "--audio", question, bus=assistant.url)
    asked = watcher.until("ovos.utterance.handle")[-1]
    assert asked["context"]["session"]["stt_lang"] == "en-US"
    answer = json.loads(result.stdout)
    assert answer["skill_id"] == "timer.utter", result
    assert answer["utterance"] == "set a timer for five minutes"


def test_chatter_is_not_taken_for_a_command(utter, tmp_path):
    result = utter(
        "ask", "--json", "--audio",
        record(tmp_path / "q.wav", "the old bridge was painted green again last summer"),
    )
    assert result.returncode == 3, result.stdout + result.stderr


def test_saying_and_writing_down(utter, tmp_path):
    spoken = tmp_path / "s.wav"
    assert utter("say", "what day is it", "-o", str(spoken)).returncode == 0
    assert utter("transcribe", str(spoken)).stdout == "what day is it\n"


def test_every_configured_language_can_be_spoken(utter, tmp_path):
    for lang, text in (("de-DE", "guten Morgen"), ("es-ES", "buenos días")):
        spoken = tmp_path / f"{lang}.wav"
        assert utter("say", "--lang", lang, text, "-o", str(spoken)).returncode == 0
        assert spoken.stat().st_size > 8000


def test_a_wav_without_samples_is_named(utter, tmp_path):
    empty = tmp_path / "empty.wav"
    with wave.open(str(empty), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
    for path, said in ((empty, "no samples"), (tmp_path / "none.wav", "none.wav")):
        result = utter("ask", "--audio", str(path))
        assert result.returncode == 1
        assert str(path) in result.stderr and said in result.stderr


def test_silence_is_not_understood(utter, tmp_path):
    silent = tmp_path / "silent.wav"
    with wave.open(str(silent), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 16000))
    assert utter("ask", "--audio", str(silent)).returncode == 3
