"""Hearing and speaking through workers that `utter run` keeps running."""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import wave

import pytest
from conftest import PATIENCE, message

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = [
    ROOT / "workers" / name / "src"
    for name in ("common", "stt-worker", "tts-worker", "trainer-worker")
]
GRAMMAR = """#JSGF V1.0;
grammar commands;
public <command> = what time is it | what day is it | tell me a joke;
"""

for needed in ("grpc", "grpc_tools", "numpy"):
    if importlib.util.find_spec(needed) is None:
        pytest.skip(f"Python's {needed} is not installed", allow_module_level=True)
for program in ("espeak-ng", "flite", "pocketsphinx_continuous"):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed", allow_module_level=True)
if not (pathlib.Path(os.environ["UTTER_BIN"]).parents[1] / "lib/utter/grpc.so").exists():
    pytest.skip("this build has no engine 'grpc'", allow_module_level=True)


@pytest.fixture(scope="module")
def python_path(tmp_path_factory):
    stubs = tmp_path_factory.mktemp("stubs")
    subprocess.run(
        [sys.executable, ROOT / "workers" / "common" / "make_stubs.py", stubs], check=True
    )
    return ":".join(map(str, [stubs, *SOURCES]))


def flags(**values):
    return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]


@pytest.fixture
def commands(tmp_path, python_path):
    """What runs each worker, as a setting has it."""
    grammar = tmp_path / "commands.jsgf"
    grammar.write_text(GRAMMAR)

    def command(module, *arguments):
        return ",".join(
            ["env", f"PYTHONPATH={python_path}", "PYTHONDONTWRITEBYTECODE=1", sys.executable,
             *module, *map(str, arguments)]
        )

    return {
        "stt": command(["-m", "stt_worker"], "--grammar", grammar),
        "tts": command(["-m", "tts_worker"], "--voices", tmp_path / "voices"),
        "dying": command(
            [ROOT.joinpath("tests/e2e/dying_worker.py").as_posix()], tmp_path / "killed",
            "--voices", tmp_path / "voices",
        ),
        "trainer": command(["-m", "trainer_worker"], "--voices", tmp_path / "voices"),
    }


@pytest.fixture
def addresses(tmp_path):
    """The settings that name the workers, for whoever hears and speaks."""
    return flags(**{
        "stt.grpc.url": f"unix://{tmp_path}/stt.sock",
        "tts.grpc.url": f"unix://{tmp_path}/tts.sock",
        "tts.voice": "en-gb",  # which Flite has not
    })


@pytest.fixture
def running(start, commands, addresses):
    """`utter run` with its workers, once they serve."""

    def runner(tts="tts"):
        process = start(
            "run", *addresses,
            *flags(**{
                "bus.port": 0,
                "listener.enabled": "false",
                "audio.output": "null",
                "tts.engine": "grpc,flite,espeak",
                "workers.stt.command": commands["stt"],
                "workers.tts.command": commands[tts],
                "workers.tts.restart_delay": "100ms",
                "workers.stt.restart_delay": "2s",
            }),
        )
        for name in ("stt", "tts"):
            process.wait_for(rf"worker\.serves worker={name}")
        return process

    return runner


def pid_of(process, worker, nth=1):
    line = process.wait_for(rf"worker\.started worker={worker} ", nth)
    return int(re.search(r"pid=(\d+)", line)[1])


def is_gone(pid):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":  # whose parent is gone as well, and not everywhere does somebody reap it
            return True
    return False


@pytest.fixture
def converse(utter, addresses, tmp_path):
    """A WAV with a question in, a WAV with the answer out: (what was heard by, rate, stderr)."""

    def asker(process, text):
        question, answer = tmp_path / "question.wav", tmp_path / "answer.wav"
        subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", question], check=True)
        result = utter(
            *addresses, "ask", "--audio", str(question), "--speak", str(answer),
            bus=process.url,
        )
        assert result.returncode == 0, result.stderr
        assert f"heard: {text}" in result.stderr
        with wave.open(str(answer)) as sound:
            assert sound.getnframes() > sound.getframerate() // 4
        return result

    return asker


def metrics(process):
    with urllib.request.urlopen(f"http://127.0.0.1:{process.port}/metrics", timeout=PATIENCE) as page:
        return page.read().decode()


def test_a_conversation_outlives_its_worker(running, converse):
    process = running()
    converse(process, "what time is it")
    process.wait_for(r"stt\.final engine=reference")
    process.wait_for(r"tts\.spoken engine=reference")
    assert 'utter_worker_serving{worker="stt"} 1' in metrics(process)

    first = pid_of(process, "stt")
    os.kill(first, signal.SIGKILL)
    result = converse(process, "what day is it")
    process.wait_for(r'worker\.ended worker=stt reason="it ended with signal 9"')
    # On a machine so busy that the worker is back before anybody asks, it has heard that as well.
    finals = [line for line in process.log if "stt.final" in line]
    assert "stt.engine_failed" in result.stderr or len(finals) == 2

    process.wait_for(r"worker\.serves worker=stt", nth=2)
    assert pid_of(process, "stt", nth=2) != first
    heard = len([line for line in process.log if "stt.final" in line])
    result = converse(process, "what time is it")
    assert "stt.engine_failed" not in result.stderr
    process.wait_for(r"stt\.final", nth=heard + 1)
    page = metrics(process)
    assert 'utter_worker_restarts_total{worker="stt"} 1' in page
    assert 'utter_worker_serving{worker="stt"} 1' in page


def test_a_worker_that_dies_in_the_middle_of_a_sound_is_replaced_at_once(running, client):
    """The assistant's own voice: the next engine says the whole text, later the worker is asked again."""
    process = running(tts="dying")
    bus = client(process.url)

    def say(text):
        bus.send(message("ovos.utterance.speak", {"utterance": text, "lang": "en-US"}))
        seen = bus.until("ovos.audio.output.ended")
        assert "ovos.audio.output.started" in [one["type"] for one in seen]

    say("this is a rather long sentence, which takes some seconds to be spoken to its end")
    process.wait_for(r"tts\.engine_failed engine=grpc .*tts\.grpc\.url")
    assert not any("tts.spoken" in line for line in process.log)
    process.wait_for(r"worker\.serves worker=tts", nth=2)
    # An engine that failed is left out for five seconds.
    deadline = time.monotonic() + PATIENCE
    while not any("tts.engine_back" in line for line in process.log):
        assert time.monotonic() < deadline
        say("hello")
    process.wait_for(r"tts\.spoken engine=reference")


def test_no_worker_outlives_the_program(running):
    process = running()
    pids = [pid_of(process, name) for name in ("stt", "tts")]
    assert process.stop() == 0
    assert all(is_gone(pid) for pid in pids)
    assert not any("stop_forced" in line for line in process.log)


def test_not_even_when_it_is_killed(running):
    process = running()
    pids = [pid_of(process, name) for name in ("stt", "tts")]
    process.stop(signal.SIGKILL)
    assert all(is_gone(pid) for pid in pids)


def test_a_worker_elsewhere_is_watched(start, commands, addresses, tmp_path):
    process = start("run", *addresses, *flags(**{"bus.port": 0, "listener.enabled": "false"}))
    process.wait_for(r"worker\.away worker=stt .*cannot be reached")
    assert 'utter_worker_serving{worker="stt"} 0' in metrics(process)
    with subprocess.Popen(
        commands["stt"].split(","),
        env={**os.environ, "UTTER_WORKER_LISTEN": f"unix://{tmp_path}/stt.sock"},
    ) as worker:
        try:
            process.wait_for(r"worker\.serves worker=stt")
        finally:
            worker.terminate()
    process.wait_for(r"worker\.away worker=stt", nth=2)


def test_a_worker_needs_an_address(utter, commands):
    result = utter("run", *flags(**{"bus.port": 0, "workers.stt.command": commands["stt"]}))
    assert result.returncode == 1
    assert "workers.stt.command needs stt.grpc.url" in result.stderr


def test_engines_says_whether_a_worker_serves(running, utter, addresses):
    process = running()
    rows = json.loads(utter(*addresses, "engines", "--json").stdout)["engines"]
    state = {(row["port"], row["name"]): row for row in rows}
    assert state["stt", "grpc"]["place"] == state["tts", "grpc"]["place"] == 1
    assert state["stt", "grpc"]["healthy"] and state["tts", "grpc"]["healthy"]
    process.stop()
    rows = json.loads(utter(*addresses, "engines", "--json").stdout)["engines"]
    state = {(row["port"], row["name"]): row for row in rows}
    assert not state["stt", "grpc"]["healthy"]
    assert "stt.grpc.url" in state["stt", "grpc"]["advice"]
