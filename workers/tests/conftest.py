"""The workers as processes, on Unix sockets, with what Debian has: python3-grpcio, python3-numpy.

The stubs are made for each run. UTTER_WORKERS_INSTALLED=1 uses installed packages instead, as in `uv run`.
"""

import importlib.util
import os
import pathlib
import queue
import re
import signal
import subprocess
import sys
import threading

import pytest

WORKERS = pathlib.Path(__file__).resolve().parent.parent
PATIENCE = 30  # seconds, for machines that are busy
SOURCES = [WORKERS / name / "src" for name in ("common", "stt-worker", "tts-worker", "trainer-worker")]
INSTALLED = bool(os.environ.get("UTTER_WORKERS_INSTALLED"))

for needed in ("grpc", "numpy", *(() if INSTALLED else ("grpc_tools",))):
    if importlib.util.find_spec(needed) is None:
        pytest.skip(f"Python's {needed} is not installed", allow_module_level=True)


def pytest_configure(config):
    if INSTALLED:
        return
    import tempfile

    config.stubs = tempfile.TemporaryDirectory(prefix="utter-stubs-")
    subprocess.run(
        [sys.executable, WORKERS / "common" / "make_stubs.py", config.stubs.name], check=True
    )
    sys.path[:0] = [config.stubs.name, *map(str, SOURCES)]
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[: 1 + len(SOURCES)])


class Worker:
    def __init__(self, module, *arguments):
        self.lines = []
        self._arrived = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stderr:
            self._arrived.put(line)
        self._arrived.put(None)

    def wait_for(self, event):
        """The line of the log with this event."""
        while True:
            line = self._arrived.get(timeout=PATIENCE)
            assert line is not None, f"it ended before {event}:\n" + "".join(self.lines)
            self.lines.append(line)
            if f" {event} " in f"{line.rstrip()} ":
                return line

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def start(tmp_path):
    """Starts workers; they are stopped at the end."""
    started = []

    def starter(module, *arguments, wait_for="worker.ready"):
        url = f"unix://{tmp_path}/{module}.sock"
        worker = Worker(module, "--listen", url, *arguments)
        started.append(worker)
        worker.url = url
        if wait_for:
            worker.wait_for(wait_for)
        return worker

    yield starter
    for worker in started:
        worker.stop(signal.SIGKILL)


@pytest.fixture
def channel():
    """Connects to a worker."""
    import grpc

    opened = []

    def connect(worker):
        made = grpc.insecure_channel(worker.url)
        grpc.channel_ready_future(made).result(PATIENCE)
        opened.append(made)
        return made

    yield connect
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def spoken(tmp_path_factory):
    """WAV files of Flite saying a text."""
    import shutil

    if shutil.which("flite") is None:
        pytest.skip("flite is not installed")
    folder = tmp_path_factory.mktemp("spoken")

    def speak(text, voice="slt"):
        path = folder / (re.sub(r"\W+", "-", f"{voice}-{text}")[:100] + ".wav")
        if not path.exists():
            subprocess.run(["flite", "-voice", voice, "-t", text, "-o", path], check=True)
        return path

    return speak
