"""Wake words by services that speak Wyoming: one of the reference library, and openWakeWord's own."""

import json
import pathlib
import random
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
RATE = 16000


@pytest.fixture(scope="session")
def flite():
    if not shutil.which("flite"):
        pytest.skip("flite is not installed")


@pytest.fixture
def record(flite, tmp_path):
    """A WAV of sentences, a second of a room's quiet before each and five after the last."""

    chance = random.Random(3)

    def make(*sentences, voice="slt", name="said.wav"):
        quiet = b"".join(
            chance.randint(-65, 65).to_bytes(2, "little", signed=True) for _ in range(RATE)
        )
        sound = b""
        for number, sentence in enumerate(sentences):
            part = tmp_path / f"part{number}.wav"
            subprocess.run(["flite", "-voice", voice, "-t", sentence, "-o", str(part)], check=True)
            with wave.open(str(part)) as file:
                assert file.getframerate() == RATE
                sound += quiet + file.readframes(file.getnframes())
        path = tmp_path / name
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(quiet * 2 + sound + quiet * 5)
        return path

    return make


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Service:
    """A service in a process of its own."""

    def __init__(self, *command):
        self.port = free_port()
        self.url = f"tcp://127.0.0.1:{self.port}"
        self._command = [*map(str, command), "--uri", self.url]
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + e2e.PATIENCE
        while not accepts(self.port):
            assert self.process.poll() is None and time.monotonic() < until
            time.sleep(0.05)

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def serve(wyoming_environment, tmp_path):
    started = []
    log = tmp_path / "wake.log"

    def starter():
        python = wyoming_environment / "bin" / "python"
        made = Service(python, HERE / "wake_service.py", "--log", log)
        made.asked = lambda: [json.loads(line) for line in log.read_text().splitlines()]
        started.append(made)
        return made

    yield starter
    for service in started:
        service.stop()


def hearing(start, recording, *settings):
    """The whole assistant, whose microphone is a recording."""
    return start(
        "run",
        *("--set", "bus.port=0", "--set", "audio.output=null", "--set", "audio.input=file"),
        *("--set", f"audio.input_device={recording}", *settings),
    )


def woken(assistant, client):
    """What it was woken by, and what it then heard."""
    seen = client(assistant.url).until("ovos.utterance.handle")
    phrases = [m["data"]["wake_word"] for m in seen if m["type"] == "ovos.listener.wakeword"]
    return phrases, seen[-1]["data"]["utterances"]


def by_service(service, phrase="hey jarvis"):
    settings = (f"listener.wyoming.url={service.url}", f"listener.wake_words={phrase}")
    return [word for one in settings for word in ("--set", one)]


def test_a_service_wakes_it(serve, start, record, client):
    service = serve()
    assistant = hearing(start, record("hey jarvis", "what time is it"), *by_service(service))
    assert woken(assistant, client) == (["hey jarvis"], ["what time is it"])
    # Twice, as it listens to the sound before echo cancellation too.
    assert service.asked().count({"names": ["hey_jarvis_v0.1"]}) >= 2
    assert service.asked().count({"format": [16000, 2, 1]}) >= 2


def test_without_its_service_the_embedded_engine_hears(start, record, client):
    class Gone:
        url = f"tcp://127.0.0.1:{free_port()}"

    assistant = hearing(
        start, record("hey computer", "what time is it"), *by_service(Gone, "hey computer")
    )
    assert woken(assistant, client) == (["hey computer"], ["what time is it"])
    assistant.wait_for(r"wake\.service_failed .*listener\.wyoming\.url.* cannot be reached")
    assistant.wait_for(r"wake\.heard engine=pocketsphinx")


def test_a_service_that_dies_comes_back(serve, start, utter, tmp_path):
    service = serve()
    silence = tmp_path / "silence.wav"
    with wave.open(str(silence), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(2 * RATE))
    assistant = hearing(
        start, silence, *by_service(service), "--set", "listener.wyoming.idle_timeout=1s"
    )
    # Two of them: it listens to the sound before echo cancellation too.
    assistant.wait_for(r"wake\.service_listens", nth=2)
    service.stop()
    assistant.wait_for(r"wake\.service_failed", nth=2)
    service.start()
    assistant.wait_for(r"wake\.service_listens", nth=4)
    # One that stalls is found out too, by whichever of the two asks it first.
    service.process.send_signal(signal.SIGSTOP)
    assistant.wait_for(r"wake\.service_failed .*(does not answer|was silent)")
    service.process.send_signal(signal.SIGCONT)
    assistant.wait_for(r"wake\.service_listens", nth=5)
    assert assistant.stop() == 0


def test_engines_lists_it(serve, utter):
    service = serve()

    def rows(*settings):
        listed = json.loads(utter(*settings, "engines", "--json").stdout)["engines"]
        return {one["name"]: one for one in listed if one["port"] == "wake"}

    there = rows(*by_service(service))
    assert (there["wyoming"]["place"], there["wyoming"]["healthy"]) == (1, True)
    assert there["pocketsphinx"]["place"] == 2
    lacking = rows(*by_service(service, "hey computer"))["wyoming"]
    assert not lacking["healthy"]
    assert "has no model for 'hey computer'; it has hey_jarvis_v0.1, ok_nabu" in lacking["advice"]
    service.stop()
    away = rows(*by_service(service))["wyoming"]
    assert not away["healthy"] and "listener.wyoming.url" in away["advice"]
    none = rows()
    assert (none["wyoming"]["place"], none["pocketsphinx"]["place"]) == (None, 1)


def test_a_client_has_our_service_listen(wyoming_environment, start, record, tmp_path):
    url = f"unix://{tmp_path}/utter.sock"
    process = start("wyoming", "--set", f"wyoming.url={url}")
    process.wait_for(r"utter\.ready wyoming=unix:")
    woken_by = record("hey computer", name="wake.wav")
    not_by = record("what time is it", name="other.wav")
    got = subprocess.run(
        [
            wyoming_environment / "bin" / "python",
            HERE / "wake_client.py",
            url,
            "hey_computer",
            *map(str, (woken_by, not_by, woken_by)),
        ],
        capture_output=True,
        text=True,
        timeout=e2e.PATIENCE,
    )
    assert got.returncode == 0, got.stderr
    assert json.loads(got.stdout) == {
        "models": [["hey_computer", "hey computer"]],
        "heard": ["hey_computer", None, "hey_computer"],
    }
    assert process.stop() == 0


@pytest.fixture(scope="session")
def openwakeword(openwakeword_environment):
    made = Service(
        openwakeword_environment / "bin" / "python",
        *("-m", "wyoming_openwakeword", "--preload-model", "hey_jarvis"),
    )
    yield made
    made.stop()


def test_openwakeword_wakes_it(openwakeword, start, record, client):
    assistant = hearing(
        start, record("hey jarvis", "what time is it"), *by_service(openwakeword)
    )
    assert woken(assistant, client) == (["hey jarvis"], ["what time is it"])
