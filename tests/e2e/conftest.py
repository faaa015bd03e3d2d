"""Real `utter` processes for the tests: each in a home of its own, on a port of its own."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading

import pytest
import websockets

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "sound"))
import server  # noqa: E402

sys.path.insert(0, os.path.dirname(__file__))
import postgres_server  # noqa: E402

UTTER = os.environ["UTTER_BIN"]
PATIENCE = 60  # seconds; sanitized builds on a busy machine are slow


def starter_of(make):
    """A function that makes servers, for a fixture, which stops them all at its end."""
    started = []

    def starter(**options):
        started.append(make(**options))
        return started[-1]

    yield starter
    for server in started:
        server.stop()


class Process:
    """A running `utter`, its log collected line by line."""

    def __init__(self, home, *arguments, name=None, extra=None):
        program = os.path.join(os.path.dirname(UTTER), name) if name else UTTER
        self.log = []
        self._changed = threading.Condition()
        self._ended = False
        self._process = subprocess.Popen(
            [program, *arguments],
            env={**environment(home), **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            with self._changed:
                self.log.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def wait_for(self, pattern, nth=1):
        """The nth log line, past or future, that the pattern is found in."""
        expression = re.compile(pattern)

        def found():
            lines = [line for line in self.log if expression.search(line)]
            return lines[nth - 1] if len(lines) >= nth else None

        with self._changed:
            self._changed.wait_for(lambda: found() or self._ended, timeout=PATIENCE)
            line = found()
        assert line, f"no line with {pattern!r} in:\n" + "\n".join(self.log)
        return line

    @property
    def port(self):
        return int(re.search(r"bus=ws://[^:]+:(\d+)/core", self.wait_for(r"utter\.ready"))[1])

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/core"

    def stop(self, how=signal.SIGTERM):
        """Asks it to stop. Returns its exit status."""
        if self._process.poll() is None:
            self._process.send_signal(how)
        return self.wait()

    def wait(self):
        """Waits until it has ended by itself. Returns its exit status."""
        status = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status


class Client:
    """A WebSocket client that nobody here wrote (the `websockets` package), called step by step."""

    def __init__(self, url, **options):
        self._loop = asyncio.new_event_loop()

        async def connected():
            return await websockets.connect(url, max_size=None, **options)

        self._socket = self._run(connected())

    def _run(self, awaitable):
        async def bounded():
            return await asyncio.wait_for(awaitable, PATIENCE)

        return self._loop.run_until_complete(bounded())

    def send(self, frame):
        self._run(self._socket.send(frame))

    def receive_text(self):
        """One frame as it came; a binary one is not valid on this bus."""
        frame = self._run(self._socket.recv())
        assert isinstance(frame, str), frame
        return frame

    def receive(self):
        return json.loads(self.receive_text())

    def until(self, topic):
        """Everything received up to and including the first message of this type."""
        seen = []
        while not seen or seen[-1]["type"] != topic:
            seen.append(self.receive())
        return seen

    def ask(self, text, **context):
        """Sends an utterance. Returns the messages of its round."""
        self.send(message("ovos.utterance.handle", {"utterances": [text]}, **context))
        return self.until("ovos.utterance.handled")

    def closed(self):
        """Waits until the server has closed. Returns code and reason."""
        try:
            while True:
                self._run(self._socket.recv())
        except websockets.ConnectionClosed as closed:
            return closed.rcvd.code, closed.rcvd.reason

    def lost(self):
        """Waits until the connection has broken off without a goodbye."""
        try:
            while True:
                self._run(self._socket.recv())
        except websockets.ConnectionClosed as closed:
            assert closed.rcvd is None

    def drop(self):
        """Breaks the connection off, whatever still waits in it."""
        self._socket.transport.abort()
        self._loop.run_until_complete(self._end_tasks())
        self._loop.close()

    @staticmethod
    async def _end_tasks():
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def message(type_, data=None, **context):
    """One bus frame."""
    return json.dumps({"type": type_, "data": data or {}, "context": context})


@pytest.fixture
def client():
    """Connects clients; at the end they are dropped."""
    opened = []

    def connector(url, **options):
        made = Client(url, **options)
        opened.append(made)
        return made

    yield connector
    for made in opened:
        made.drop()


def environment(home):
    keep = ("PATH", "LANG", "TZ")
    passed = {name: os.environ[name] for name in keep if name in os.environ}
    passed.update({name: value for name, value in os.environ.items() if "SAN_OPTIONS" in name})
    # Many run at once, and the platform has a fixed port.
    return {**passed, "HOME": str(home), "UTTER_PLATFORM_ENABLED": "false"}


@pytest.fixture
def start(tmp_path):
    """Starts `utter` with arguments; whatever still runs at the end is stopped."""
    started = []

    def starter(*arguments, name=None):
        process = Process(tmp_path, *arguments, name=name)
        started.append(process)
        return process

    yield starter
    for process in started:
        process.stop(signal.SIGKILL)


@pytest.fixture
def assistant(start):
    """The whole assistant on a free port."""
    return start("run", "--set", "bus.port=0")


@pytest.fixture
def utter(tmp_path):
    """Runs `utter` to its end; by default on a bus address where nobody listens."""

    def runner(*arguments, bus="ws://127.0.0.1:9/core", **extra):
        return subprocess.run(
            [UTTER, "--bus", bus, *arguments],
            env={**environment(tmp_path), **extra},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
        )

    return runner


@pytest.fixture(scope="module")
def sound():
    """A sound server of this module's own."""
    reason = server.missing()
    if reason:
        pytest.skip(reason)
    made = server.SoundServer()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this run's own."""
    reason = postgres_server.missing()
    if reason:
        pytest.skip(reason)
    made = postgres_server.PostgresServer()
    made.start()
    yield made
    made.stop()


class File:
    """A database in a file."""

    is_server = False

    def __init__(self, path):
        self.path = path
        self.setting = str(path)


class OnServer:
    """A database of a server."""

    is_server = True

    def __init__(self, server):
        self.server = server
        self.make()

    def make(self):
        self.name = self.server.make_database()
        self.setting = self.server.url(self.name)

    def run(self, sql):
        return self.server.run(sql, self.name)

    def make_anew(self):
        self.drop()
        self.make()

    def drop(self):
        self.server.run(f"DROP DATABASE {self.name} WITH (FORCE)", "postgres")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """An empty database for the platform, of either kind; `setting` is what `platform.database` says of it."""
    if request.param == "sqlite":
        yield File(tmp_path / "platform.db")
        return
    made = OnServer(request.getfixturevalue("postgres"))
    yield made
    made.drop()
