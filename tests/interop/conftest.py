"""Unmodified Python skills from PyPI as processes of their own, against a real `utter`.

Each generation of the framework has a virtual environment with pinned packages, made once under
UTTER_INTEROP_DIR. Where PyPI cannot be reached and none was made before, the tests are skipped.
"""

import hashlib
import importlib.util
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

HERE = pathlib.Path(__file__).parent

_spec = importlib.util.spec_from_file_location("e2e", HERE.parent / "e2e" / "conftest.py")
e2e = importlib.util.module_from_spec(_spec)
sys.modules["e2e"] = e2e
_spec.loader.exec_module(e2e)
client = e2e.client  # fixtures
start = e2e.start
postgres = e2e.postgres
database = e2e.database

INSTALL_PATIENCE = 300  # seconds
NODE_MIN = 20
GENERATIONS = ("classic", "current")


def pypi_is_reachable():
    index = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
    ).stdout.strip()
    try:
        urllib.request.urlopen(index or "https://pypi.org/simple/", timeout=10).close()
    except urllib.error.HTTPError:
        return True  # it answered
    except OSError:
        return False
    return True


def make_environment(generation):
    """The virtual environment of a generation, made on first use."""
    requirements = HERE / f"requirements-{generation}.txt"
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    folder = pathlib.Path(os.environ["UTTER_INTEROP_DIR"]) / generation
    stamp = folder / "made-from"
    if stamp.exists() and stamp.read_text() == digest:
        return folder
    if not pypi_is_reachable():
        pytest.skip("PyPI is not reachable, and the Python skills come from there")
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    try:
        subprocess.run(
            [folder / "bin" / "pip", "install", "-q", "--no-deps", "--timeout", "20", "--retries",
             "2", "-r", requirements],
            check=True,
            timeout=INSTALL_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"PyPI took more than {INSTALL_PATIENCE} s for the Python skills")
    stamp.write_text(digest)
    return folder


@pytest.fixture(params=GENERATIONS, scope="session")
def generation(request):
    return request.param


@pytest.fixture(scope="session")
def python_environment(generation):
    return make_environment(generation)


@pytest.fixture(scope="session")
def wyoming_environment():
    """The reference library of the Wyoming protocol."""
    return make_environment("wyoming")


@pytest.fixture(scope="session")
def openwakeword_environment():
    """openWakeWord's Wyoming service, with its models."""
    return make_environment("openwakeword")


@pytest.fixture(scope="session")
def openai_environment():
    """OpenAI's own client."""
    return make_environment("openai")


@pytest.fixture(scope="session")
def schemathesis_environment():
    """Schemathesis, which tests a server against its OpenAPI document."""
    return make_environment("schemathesis")


@pytest.fixture(scope="session")
def node_environment():
    """OpenAI's own client for Node, and a script that uses it."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("node and npm are not installed (on Debian: apt-get install nodejs npm)")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    if int(version[1:].split(".")[0]) < NODE_MIN:
        pytest.skip(f"OpenAI's client wants node {NODE_MIN} or newer, and this is {version}")
    source = HERE / "node"
    folder = pathlib.Path(os.environ["UTTER_INTEROP_DIR"]) / "node"
    digest = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "made-from"
    if not stamp.exists() or stamp.read_text() != digest:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, folder)
        try:
            installed = subprocess.run(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=folder, capture_output=True, text=True, timeout=INSTALL_PATIENCE,
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm took more than {INSTALL_PATIENCE} s for OpenAI's client")
        if installed.returncode != 0:
            pytest.skip("OpenAI's client cannot be fetched: is the npm registry reachable?")
        stamp.write_text(digest)
    shutil.copy(source / "openai_client.mjs", folder)
    return folder


class Skill:
    """A skill in the framework's own launcher: an installed one, or one of a folder."""

    def __init__(self, environment, home, port, skill_id, folder=None):
        self.skill_id = skill_id
        config = home / ".config" / "mycroft"
        config.mkdir(parents=True, exist_ok=True)
        websocket = {"host": "127.0.0.1", "port": port, "route": "/core", "ssl": False}
        (config / "mycroft.conf").write_text(json.dumps({"websocket": websocket}))
        self._log = open(home / f"{skill_id}.log", "w")
        self._process = subprocess.Popen(
            [environment / "bin" / "ovos-skill-launcher", skill_id, *([folder] if folder else [])],
            env={"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def kill(self):
        self._process.kill()
        self._process.wait()

    def stop(self):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            # It shuts its skill down first; what then still runs is of no use to anybody.
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()


class Listener:
    """Somebody who talks to the assistant and remembers all that goes over the bus."""

    def __init__(self, connection, skills):
        self.connection = connection
        self.skills = skills
        self.frames = []

    def until(self, wanted, since=0):
        """Receives until a frame, heard since that place or coming now, is the wanted one."""
        while True:
            for frame in self.frames[since:]:
                if wanted(frame):
                    return frame
            since = len(self.frames)
            self.frames.append(self.connection.receive())

    def send(self, topic, data=None, **context):
        self.connection.send(e2e.message(topic, data, **context))

    def settle(self):
        """Waits until the skills have answered a question put now: what they said before is here."""
        for skill_id in self.skills:
            topic = f"mycroft.{skill_id}.is_alive"
            place = len(self.frames)
            self.send(topic)
            self.until(lambda f, topic=topic: f["type"] == topic + ".response", place)

    def wait_for_skill(self, skill_id, nth=1):
        def loaded(frame):
            return frame["type"] == "mycroft.skills.loaded" and frame["data"]["id"] == skill_id

        since = 0
        for _ in range(nth):
            frame = self.until(loaded, since)
            since = self.frames.index(frame, since) + 1

    def say(self, text, session="default", topic="ovos.utterance.handle", **fields):
        """Says something in a session with these fields. Returns its round."""
        place = len(self.frames)
        self.send(
            topic,
            {"utterances": [text], "lang": "en-US"},
            source="tester",
            destination="skills",
            session={"session_id": session, **fields},
        )
        matched = self.until(
            lambda f: f["type"] in ("ovos.intent.matched", "ovos.intent.unmatched"), place
        )
        return Round(self, matched, place)


class Round:
    """What became of one utterance."""

    def __init__(self, listener, matched, place):
        self._listener = listener
        self._place = place
        self.matched = matched["data"]
        self.id = matched["context"]["utterance_id"]

    @property
    def frames(self):
        """Of this round so far, in order."""
        return [
            f
            for f in self._listener.frames[self._place :]
            if f["context"].get("utterance_id") == self.id
        ]

    def until(self, topic, nth=1):
        """Waits for the nth frame of this round with the topic."""
        while self.count(topic) < nth:
            self._listener.until(lambda frame: True, len(self._listener.frames))

    def finish(self):
        """Waits for the end, and for all that is said after it. Returns this."""
        self.until("ovos.utterance.handled")
        self._listener.settle()
        return self

    def count(self, topic):
        return sum(f["type"] == topic for f in self.frames)

    def said(self):
        """Everything that was said, each thing once."""
        return [
            f["data"]["utterance"]
            for f in self.frames
            if f["type"] in ("speak", "ovos.utterance.speak")
            and not f["context"].get("_namespace_compat_twin")
        ]


@pytest.fixture
def assistant(start):
    """The whole assistant, its own skills but the last resort left out."""
    return start("run", "--set", "bus.port=0", "--set", "skills.enabled=unknown.utter")


@pytest.fixture
def listen(client):
    """Connects listeners."""

    def connector(process, *skills):
        return Listener(client(process.url), skills)

    return connector


@pytest.fixture
def launch(python_environment, tmp_path):
    """Launches skills; they are stopped at the end."""
    launched = []

    def launcher(skill_id, port, folder=None):
        home = tmp_path / "python"
        home.mkdir(exist_ok=True)
        made = Skill(python_environment, home, port, skill_id, folder)
        launched.append(made)
        return made

    yield launcher
    stoppers = [threading.Thread(target=skill.stop) for skill in launched]
    for stopper in stoppers:
        stopper.start()
    for stopper in stoppers:
        stopper.join()
