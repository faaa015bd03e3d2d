"""Speech by services of the reference Wyoming library, well behaved and not."""

import base64
import io
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import wave

import pytest

e2e = sys.modules["e2e"]  # made by conftest.py
utter = e2e.utter  # fixture

HERE = pathlib.Path(__file__).parent
SERVICE_RATE = 22050  # eSpeak's; Flite's, which stands in, is 16000
STAND_IN_RATE = 16000
TROUBLES = ("stall", "die", "error", "garbage", "oversize")


@pytest.fixture(scope="session")
def wyoming_python(wyoming_environment):
    for program in ("espeak-ng", "flite"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    return wyoming_environment / "bin" / "python"


class Service:
    """A running wyoming_service.py."""

    def __init__(self, python, folder, *arguments, kind="unix"):
        self._log = folder / "service.log"
        if kind == "unix":
            self.url = f"unix://{folder}/service.sock"
        else:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.url = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.process = subprocess.Popen(
            [
                python,
                HERE / "wyoming_service.py",
                "--uri",
                self.url,
                "--log",
                self._log,
                *arguments,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout.readline() == b"ready\n"

    def asked(self):
        """What it was asked for so far."""
        notes = self._log.read_text().splitlines() if self._log.exists() else []
        return [json.loads(line) for line in notes]

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def serve(wyoming_python, tmp_path):
    started = []

    def starter(*arguments, **options):
        made = Service(wyoming_python, tmp_path, *arguments, **options)
        started.append(made)
        return made

    yield starter
    for service in started:
        service.stop()


@pytest.fixture
def question(tmp_path):
    path = tmp_path / "question.wav"
    subprocess.run(
        ["flite", "-voice", "slt", "-t", "what time is it", "-o", str(path)], check=True
    )
    return path


def settings(**values):
    return [
        word
        for key, value in values.items()
        for word in ("--set", f"{key.replace('__', '.')}={value}")
    ]


def rate_of(sound):
    with wave.open(str(sound) if isinstance(sound, pathlib.Path) else io.BytesIO(sound)) as file:
        assert file.getnframes() > file.getframerate() // 4
        return file.getframerate()


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_a_service_hears_and_speaks(serve, utter, question, tmp_path, kind):
    service = serve("--transcript", " What is two plus three?", kind=kind)
    answer = tmp_path / "answer.wav"
    result = utter(
        *settings(stt__wyoming__url=service.url, tts__wyoming__url=service.url),
        "ask",
        "--audio",
        str(question),
        "--speak",
        str(answer),
    )
    assert result.returncode == 0, result.stderr
    assert "heard: what is two plus three" in result.stderr
    assert "5" in result.stdout
    assert rate_of(answer) == SERVICE_RATE
    with wave.open(str(question)) as file:
        seconds = file.getnframes() / file.getframerate()
    language, heard, spoken = service.asked()
    assert language == {"language": "en"}
    assert heard["heard_seconds"] == pytest.approx(seconds, abs=0.01)
    assert spoken["voice"] == "en-us"


def test_the_language_chooses_the_services_voice(serve, utter, tmp_path):
    service = serve()
    chosen = settings(tts__engine="wyoming", tts__wyoming__url=service.url)
    for lang, text in (("de-DE", "guten Morgen"), ("en-GB", "good morning")):
        path = tmp_path / f"{lang}.wav"
        assert utter(*chosen, "say", "--lang", lang, text, "-o", str(path)).returncode == 0
    assert [one["voice"] for one in service.asked()] == ["de", "en-us"]
    refused = utter(*chosen, "say", "--lang", "fr-FR", "bonjour", "-o", str(tmp_path / "fr.wav"))
    assert refused.returncode == 1
    assert "has no voice for 'fr-FR'" in refused.stderr


@pytest.mark.parametrize("trouble", TROUBLES)
def test_built_in_engines_stand_in_during_the_same_question(
    serve, utter, question, tmp_path, trouble
):
    service = serve("--trouble", trouble)
    answer = tmp_path / "answer.wav"
    began = time.monotonic()
    result = utter(
        *settings(
            stt__wyoming__url=service.url,
            stt__wyoming__idle_timeout="1s",
            tts__wyoming__url=service.url,
            tts__wyoming__idle_timeout="1s",
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
    assert "stt.engine_failed engine=wyoming" in result.stderr
    assert "tts.engine_failed engine=wyoming" in result.stderr
    assert time.monotonic() - began < 30  # two seconds of waiting, and the work


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_service_alone_ends_with_a_clear_error(serve, utter, question, tmp_path, trouble):
    service = serve("--trouble", trouble)
    said = {
        "stall": "was silent for 1s",
        "die": "closed the connection",
        "error": "'no-model': the model is gone",
        "garbage": "does not speak Wyoming",
        "oversize": "'payload_length' is 16777216",
    }[trouble]
    for port, verb in (
        ("tts", ("say", "good morning", "-o", str(tmp_path / "a.wav"))),
        ("stt", ("transcribe", str(question))),
    ):
        result = utter(
            *settings(
                **{
                    f"{port}__engine": "wyoming",
                    f"{port}__wyoming__url": service.url,
                    f"{port}__wyoming__idle_timeout": "1s",
                }
            ),
            *verb,
        )
        assert result.returncode == 1
        assert said in result.stderr
        assert f"{service.url} ({port}.wyoming.url)" in result.stderr


def test_a_conversation_survives_its_service_and_gets_it_back(serve, start, client):
    service = serve()
    assistant = start(
        "run",
        *settings(
            bus__port=0,
            tts__wyoming__url=service.url,
            tts__wyoming__connect_timeout="500ms",
            tts__wyoming__idle_timeout="1s",
        ),
    )
    bus = client(assistant.url)

    def speak():
        bus.send(
            e2e.message(
                "ovos.utterance.speak.b64",
                {"utterance": "good morning", "lang": "en-US"},
                session={"session_id": "tester"},
            )
        )
        return rate_of(base64.b64decode(bus.until("ovos.audio.speech")[-1]["data"]["audio"]))

    assert speak() == SERVICE_RATE
    service.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert speak() == STAND_IN_RATE
    assert speak() == STAND_IN_RATE  # and does not wait for it again
    assert time.monotonic() - began < 10
    assistant.wait_for("tts.engine_failed engine=wyoming")
    service.process.send_signal(signal.SIGCONT)
    until = time.monotonic() + e2e.PATIENCE
    while speak() != SERVICE_RATE:
        assert time.monotonic() < until
    assistant.wait_for("tts.engine_back engine=wyoming")


def test_engines_says_whether_a_service_is_there(serve, utter):
    service = serve()

    def listed(url):
        result = utter(*settings(stt__wyoming__url=url), "engines", "--json")
        assert result.returncode == 0  # something can hear all the same
        engines = json.loads(result.stdout)["engines"]
        return next(one for one in engines if (one["port"], one["name"]) == ("stt", "wyoming"))

    there = listed(service.url)
    assert (there["installed"], there["place"], there["healthy"]) == (True, 1, True)
    service.stop()
    away = listed(service.url)
    assert not away["healthy"]
    assert service.url in away["advice"] and "stt.wyoming.url" in away["advice"]


@pytest.fixture
def offered(start, tmp_path):
    """`utter wyoming` on a socket of its own."""
    url = f"unix://{tmp_path}/utter.sock"
    process = start("wyoming", "--set", f"wyoming.url={url}")
    process.wait_for(r"utter\.ready wyoming=unix:")
    process.url_of_service = url
    return process


@pytest.fixture
def ask_service(wyoming_python):
    def asker(*arguments):
        got = subprocess.run(
            [wyoming_python, HERE / "wyoming_client.py", *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=e2e.PATIENCE,
        )
        assert got.returncode == 0, got.stderr
        return json.loads(got.stdout)

    return asker


def test_a_client_is_heard_and_spoken_to(offered, ask_service, question, tmp_path):
    answer = tmp_path / "answer.wav"
    got = ask_service(offered.url_of_service, question, "good morning", answer)
    assert got["info"]["heard"] == ["en-US"]
    assert got["info"]["voices"] == ["en-US", "es-ES", "de-DE"]
    assert got["transcribe"] == {"text": "what time is it"}
    assert got["synthesize"] == {"rate": STAND_IN_RATE}
    assert rate_of(answer) == STAND_IN_RATE
    # It offers German to speak but not to hear.
    got = ask_service(offered.url_of_service, question, "guten Morgen", answer, "de")
    assert "not for 'de'" in got["transcribe"]["error"]
    assert got["synthesize"] == {"rate": SERVICE_RATE}
    assert offered.stop() == 0
    assert not (tmp_path / "utter.sock").exists()


def test_one_utter_hears_and_speaks_for_another(offered, utter, question, tmp_path):
    answer = tmp_path / "answer.wav"
    result = utter(
        *settings(
            stt__engine="wyoming",
            stt__wyoming__url=offered.url_of_service,
            tts__engine="wyoming",
            tts__wyoming__url=offered.url_of_service,
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


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"wyoming__url": "tcp://0.0.0.0:10300"}, "wyoming.insecure_bind_allowed = true"),
        ({"wyoming__url": "unix:///nowhere/at/all"}, "cannot listen on unix:///nowhere/at/all"),
        (
            {"wyoming__url": "unix:///tmp/x", "stt__wyoming__url": "unix:///tmp/x"},
            "the service would ask itself",
        ),
    ],
)
def test_a_service_that_cannot_start_says_why(utter, wrong, said):
    result = utter(*settings(**wrong), "wyoming")
    assert result.returncode in (1, 2)
    assert said in result.stderr
