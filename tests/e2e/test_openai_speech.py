"""Hearing and speaking by a service with OpenAI's audio API, well behaved and not."""

import json
import shutil
import subprocess
import time
import wave

import pytest
from conftest import starter_of
from speech_server import SpeechServer

SERVICE_RATE = 22050  # eSpeak's; Flite's, which stands in, is 16000
STAND_IN_RATE = 16000
KEY = "sk-a-secret-for-this-test"


@pytest.fixture
def serve():
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed")
    yield from starter_of(SpeechServer)


@pytest.fixture
def question(tmp_path):
    if not shutil.which("flite"):
        pytest.skip("flite is not installed")
    path = tmp_path / "question.wav"
    subprocess.run(
        ["flite", "-voice", "slt", "-t", "what time is it", "-o", str(path)], check=True
    )
    return path


def using(server, **more):
    values = {"stt.openai.url": server.url, "tts.openai.url": server.url, **more}
    return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]


def rate_of(path):
    with wave.open(str(path)) as sound:
        assert sound.getnframes() > sound.getframerate() // 4
        return sound.getframerate()


def test_a_service_hears_and_speaks(serve, utter, question, tmp_path):
    server = serve(transcript=" What is two plus three?", key=KEY)
    key_file = tmp_path / "key"
    key_file.write_text(KEY + "\n")
    answer = tmp_path / "answer.wav"
    keys = {"stt.openai.key_file": key_file, "tts.openai.key_file": key_file}
    result = utter(
        *using(server, **keys), "ask", "--audio", str(question), "--speak", str(answer)
    )
    assert result.returncode == 0, result.stderr
    assert "heard: what is two plus three" in result.stderr
    assert "5" in result.stdout
    assert rate_of(answer) == SERVICE_RATE
    (heard_at, heard), (spoken_at, spoken) = server.requests
    assert heard_at == "/v1/audio/transcriptions"
    assert (heard["model"], heard["language"], heard["rate"]) == ("whisper-1", "en", 16000)
    with wave.open(str(question)) as sound:
        assert heard["seconds"] == pytest.approx(sound.getnframes() / sound.getframerate(), abs=0.01)
    assert spoken_at == "/v1/audio/speech"
    assert (spoken["model"], spoken["voice"]) == ("tts-1", "alloy")
    assert spoken["response_format"] == "wav"


@pytest.mark.parametrize("trouble", ["refuse", "garbage", "stall", "half"])
def test_built_in_engines_stand_in_during_the_same_question(
    serve, utter, question, tmp_path, trouble
):
    server = serve(trouble=trouble)
    answer = tmp_path / "answer.wav"
    began = time.monotonic()
    result = utter(
        *using(
            server, **{"stt.openai.idle_timeout": "1s", "tts.openai.idle_timeout": "1s"}
        ),
        "ask",
        "--audio",
        str(question),
        "--speak",
        str(answer),
    )
    assert result.returncode == 0, result.stderr
    assert "heard: what time is it" in result.stderr
    assert rate_of(answer) == STAND_IN_RATE
    assert "stt.engine_failed engine=openai" in result.stderr
    assert "tts.engine_failed engine=openai" in result.stderr
    assert time.monotonic() - began < 30  # two seconds of waiting, and the work


def test_a_refused_key_is_told_and_never_shown(serve, utter, tmp_path):
    server = serve(key="another")
    key_file = tmp_path / "key"
    key_file.write_text(KEY)
    settings = using(server, **{"tts.engine": "openai", "tts.openai.key_file": key_file})
    result = utter(*settings, "--log-level", "DEBUG", "say", "hello", "-o", str(tmp_path / "a.wav"))
    assert result.returncode == 1
    assert "does not accept the key of tts.openai.key_file (HTTP 401)" in result.stderr
    assert KEY not in result.stdout + result.stderr
    listed = utter(*settings, "engines", "--json")
    assert KEY not in listed.stdout + listed.stderr
    rows = json.loads(listed.stdout)["engines"]
    row = next(one for one in rows if (one["port"], one["name"]) == ("tts", "openai"))
    assert (row["installed"], row["place"], row["healthy"]) == (True, 1, False)
    assert "tts.openai.key_file" in row["advice"]


def test_engines_says_whether_the_service_is_there(serve, utter):
    server = serve()

    def listed():
        rows = json.loads(utter(*using(server), "engines", "--json").stdout)["engines"]
        return [one for one in rows if one["name"] == "openai" and one["port"] in ("stt", "tts")]

    assert [(one["place"], one["healthy"]) for one in listed()] == [(1, True), (1, True)]
    server.stop()
    for one in listed():
        assert not one["healthy"]
        assert server.url in one["advice"] and f"{one['port']}.openai.url" in one["advice"]


def test_an_engine_without_its_url_says_what_to_set(utter):
    result = utter("--set", "tts.engine=openai", "say", "hello")
    assert result.returncode == 1
    assert 'tts.engine = "openai" needs tts.openai.url' in result.stderr
