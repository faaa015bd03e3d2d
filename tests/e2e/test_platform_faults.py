"""What the platform of a real `utter run` stands: clients that come and go, being killed, a full disk; on both
databases."""

import io
import math
import os
import pathlib
import random
import re
import socket
import struct
import subprocess
import threading
import time
import wave
from http.client import HTTPException

import pytest
from conftest import PATIENCE, Client
from test_platform import Talk, platform  # noqa: F401  # fixture

CONNECTIONS = 10_000
WAV = {"Content_Type": "audio/wav"}


def eventually(check):
    end = time.monotonic() + 3 * PATIENCE
    while not check():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def tone(seconds):
    """A WAV that is fit for a sample."""
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setparams((1, 2, 16000, 0, "NONE", ""))
        out.writeframes(
            b"".join(
                struct.pack("<h", int(8000 * math.sin(i * 0.2))) for i in range(int(16000 * seconds))
            )
        )
    return made.getvalue()


class Watched:
    """What a process holds."""

    def __init__(self, http):
        self.pid = http.process._process.pid

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def resident_kb(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def largest_kb(self, while_it):
        """What it held at most while that was done."""
        pathlib.Path(f"/proc/{self.pid}/clear_refs").write_text("5")
        while_it()
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1])


class Visitor:
    """Comes and goes in one of five ways."""

    def __init__(self, url):
        self.address = ("127.0.0.1", int(url.rsplit(":", 1)[1]))

    def visit(self, number):
        made = socket.create_connection(self.address, PATIENCE)
        try:
            (self.says_nothing, self.breaks_off, self.asks, self.drops_a_session, self.leaves_a_session)[
                number % 5
            ](made, number)
        finally:
            made.close()

    @staticmethod
    def reset(made):
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def says_nothing(self, made, _):
        pass

    def breaks_off(self, made, _):
        made.sendall(b"POST /voices HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        self.reset(made)

    def asks(self, made, _):
        made.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert self.all_of(made).startswith(b"HTTP/1.1 200")

    def drops_a_session(self, made, number):
        self.open(made, number)
        self.reset(made)

    def leaves_a_session(self, made, number):
        self.open(made, number)
        made.sendall(b"\x88\x82\0\0\0\0" + struct.pack(">H", 1000))
        assert self.all_of(made).endswith(b"\x88\x02" + struct.pack(">H", 1000))

    @staticmethod
    def open(made, number):
        made.sendall(
            f"GET /ws/session/visitor-{number % 97} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert made.recv(12) == b"HTTP/1.1 101"

    @staticmethod
    def all_of(made):
        got = b""
        while piece := made.recv(65536):
            got += piece
        return got


def test_ten_thousand_clients_come_and_go_and_leave_nothing(platform):  # noqa: F811
    http = platform("--set", "platform.grace=0s")
    watched, visitor = Watched(http), Visitor(http.url)
    http.get("/health")
    descriptors = watched.descriptors()
    warm = CONNECTIONS // 5
    for number in range(warm):
        visitor.visit(number)
    before_kb = watched.resident_kb()
    for number in range(warm, CONNECTIONS):
        visitor.visit(number)
    grown_kb = watched.resident_kb() - before_kb
    eventually(lambda: b"\nutter_platform_sessions 0\n" in http.get("/metrics"))
    # One for the question itself, which may still be open.
    eventually(lambda: watched.descriptors() <= descriptors + 1)
    print(f"{CONNECTIONS} clients: {before_kb} kB after the first {warm}, {before_kb + grown_kb} kB after all")
    assert grown_kb < 8 * 1024  # a kB for each would be that much


def frame(first, second, *payload):
    """A WebSocket frame by its first two bytes, masked with nothing."""
    return bytes([first, second, *([0, 0, 0, 0] if second & 0x80 else []), *payload])


BROKEN = {
    "half a head": b"\x81",
    "half a frame": frame(0x82, 0x80 | 100, 1, 2, 3),
    "no mask": frame(0x81, 2, *b"{}"),
    "an unknown kind": frame(0x83, 0x80),
    "reserved bits": frame(0xF1, 0x80),
    "a text that is none": frame(0x81, 0x82, 0xFF, 0xFE),
    "a long ping": frame(0x89, 0xFE, 0, 126),
    "a piece of nothing": frame(0x80, 0x80),
    "a beginning within another": frame(0x01, 0x81, 0x7B) + frame(0x01, 0x81, 0x7B),
    "a terabyte": b"\x82\xff" + struct.pack(">Q", 1 << 40) + bytes(4),
    "a length below nothing": b"\x82\xff" + b"\xff" * 8 + bytes(4),
    "a close with half a code": frame(0x88, 0x81, 3),
}


def test_broken_frames_end_their_own_connection_alone(platform):  # noqa: F811
    http = platform("--set", "platform.grace=0s")
    visitor, bystander = Visitor(http.url), Talk(http, "bystander")
    noise = random.Random(1)
    broken = {**BROKEN, **{f"noise {i}": noise.randbytes(noise.randrange(1, 3000)) for i in range(100)}}
    for number, (what, sent) in enumerate(broken.items()):
        with socket.create_connection(visitor.address, PATIENCE) as made:
            visitor.open(made, number)
            made.sendall(sent)
            made.shutdown(socket.SHUT_WR)
            try:
                visitor.all_of(made)  # to the end, which the server has to make
            except ConnectionResetError:
                pass
            except TimeoutError:
                pytest.fail(f"{what}: the connection stays")
    bystander.say("text", text="what is two plus two")
    assert "4" in bystander.event("llm_response")["text"]
    bystander.drop()
    eventually(lambda: b"\nutter_platform_sessions 0\n" in http.get("/metrics"))
    assert not [line for line in http.process.log if " ERROR " in line]


class Uploader(threading.Thread):
    """Uploads until its server is gone."""

    def __init__(self, http, path, sound, acknowledged):
        super().__init__()
        self.http, self.path, self.sound, self.acknowledged = http, path, sound, acknowledged
        self.start()

    def run(self):
        while True:
            try:
                status, _, sample = self.http.ask("POST", self.path, self.sound, **WAV)
            except (OSError, HTTPException):
                return
            assert status == 201, sample
            with self.acknowledged:
                self.acknowledged.samples.append(sample)
                self.acknowledged.notify_all()


def test_the_longest_upload_is_nowhere_in_memory_as_a_whole(platform):  # noqa: F811
    http = platform()
    path = http.ask("POST", "/voices", {"name": "Anna"})[1]["Location"] + "/samples"
    assert http.ask("POST", path, tone(2), **WAV)[0] == 201
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setparams((1, 2, 48000, 0, "NONE", ""))
        second = b"".join(struct.pack("<h", int(8000 * math.sin(i * 0.1))) for i in range(48000))
        out.writeframes(second * 600)
    sound = made.getvalue()
    watched, answers = Watched(http), []
    idle_kb = watched.resident_kb()
    largest_kb = watched.largest_kb(lambda: answers.append(http.ask("POST", path, sound, **WAV)))
    status, _, sample = answers[0]
    assert (status, sample["seconds"], sample["bytes"]) == (201, 600, len(sound)), sample
    print(f"{len(sound) // 1024} kB of upload: {largest_kb - idle_kb} kB of memory")
    assert largest_kb - idle_kb < 16 * 1024


class Acknowledged(threading.Condition):
    def __init__(self):
        super().__init__()
        self.samples = []

    def wait_for_more(self, count):
        wanted = len(self.samples) + count
        with self:
            assert self.wait_for(lambda: len(self.samples) >= wanted, PATIENCE)


def all_items(http, path):
    items, after = [], ""
    while True:
        page = http.get(f"{path}?limit=100{after}")
        items += page["items"]
        if not page.get("next"):
            return items
        after = f"&after={page['next']}"


def expect_whole(http, path, folder, acknowledged):
    """All that was acknowledged is served, and no file is there that is not."""
    listed = all_items(http, path)
    assert {sample["id"] for sample in listed} >= {sample["id"] for sample in acknowledged}
    for sample in listed:
        assert len(http.get(f"{path}/{sample['id']}/audio")) == sample["bytes"]
    files = {file.name for file in folder.rglob("*") if file.is_file()}
    assert files == {sample["id"] + ".wav" for sample in listed}


def test_a_kill_during_uploads_loses_nothing_that_was_acknowledged(platform, tmp_path):  # noqa: F811
    folder = tmp_path / "samples"
    options = ("--set", f"platform.samples_dir={folder}")
    http = platform(*options)
    path = http.ask("POST", "/voices", {"name": "Anna"})[1]["Location"] + "/samples"
    acknowledged = Acknowledged()
    sound = tone(5)
    for count in range(1, 7):
        uploaders = [Uploader(http, path, sound, acknowledged) for _ in range(4)]
        acknowledged.wait_for_more(count)
        http.process.stop(9)
        for uploader in uploaders:
            uploader.join()
        http = platform(*options)
        expect_whole(http, path, folder, acknowledged.samples)


def test_a_kill_during_training_delays_it(platform, tmp_path):  # noqa: F811
    http = platform()
    text = "The quick brown fox jumps over the lazy dog, and then it sleeps in the sun for an hour. "
    subprocess.run(["espeak-ng", "-w", str(tmp_path / "s.wav"), text * 3], check=True)
    sound = (tmp_path / "s.wav").read_bytes()
    voices = [http.ask("POST", "/voices", {"name": name, "lang": "en-US"})[2]["id"] for name in ("Anna", "Bea")]
    for voice in voices:
        for _ in range(3):
            assert http.ask("POST", f"/voices/{voice}/samples", sound, **WAV)[0] == 201
    watcher = Client(http.url.replace("http", "ws", 1) + "/ws/events?topics=utter.platform.voice.*")
    jobs = [http.ask("POST", f"/voices/{voice}/train")[1]["Location"] for voice in voices]
    watcher.until("utter.platform.voice.training_started")
    http.process.stop(9)
    watcher.drop()
    http = platform()
    # One was queued; the other's lease has to run out first.
    eventually(lambda: all(http.get(job)["state"] == "succeeded" for job in jobs))
    assert all(http.get(f"/voices/{voice}")["status"] == "ready" for voice in voices)


class Migration:
    """A program that is killed somewhere in its work on an empty database, the later the higher the attempt."""

    def __init__(self, database, start, attempt):
        if database.is_server:
            database.make_anew()
            # So that the work takes a while: 20 ms for each table and index.
            database.run(
                "CREATE FUNCTION wait() RETURNS event_trigger LANGUAGE plpgsql AS"
                " $$ BEGIN PERFORM pg_sleep(0.02); END $$; CREATE EVENT TRIGGER slow ON ddl_command_end"
                " EXECUTE FUNCTION wait()"
            )
        else:
            database.path.unlink(missing_ok=True)
        self.setting = f"platform.database={database.setting}"
        process = start(
            "run", "--set", "bus.port=0", "--set", "platform.enabled=true", "--set", "platform.port=0",
            "--set", self.setting,
        )  # fmt: skip
        eventually(lambda: self.has_begun(database))
        time.sleep(attempt * (0.03 if database.is_server else 0.001))
        process.stop(9)

    @staticmethod
    def has_begun(database):
        if not database.is_server:
            return database.path.exists()
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return database.run(others)


def test_a_kill_while_the_tables_are_made_is_made_up_for(platform, database, start):  # noqa: F811
    kept = []
    for attempt in range(12):
        killed = Migration(database, start, attempt)
        http = platform("--set", killed.setting)
        kept.append(http.ask("POST", "/voices", {"name": "Anna"})[0])
        assert len(http.get("/voices")["items"]) == 1
        http.process.stop(9)
    assert kept == [201] * 12


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_crashes_is_said_and_taken_up_again(platform, database):  # noqa: F811
    http = platform()
    voice = http.ask("POST", "/voices", {"name": "Anna"})[2]
    database.server.crash()
    try:
        for method, path, body in [("POST", "/voices", {"name": "Bea"}), ("GET", "/voices", None)]:
            status, headers, problem = http.ask(method, path, body)
            assert (status, headers["Content-Type"]) == (503, "application/problem+json"), problem
            assert "cannot be reached" in problem["detail"]
        assert http.ask("GET", "/health")[0] == 503
        one = Talk(http)
        one.say("text", text="what is two plus two")
        assert "4" in one.event("llm_response")["text"]
        one.drop()
    finally:
        database.server.start()
    assert http.get("/voices")["items"] == [voice]
    assert http.ask("POST", "/voices", {"name": "Bea"})[0] == 201
    assert http.ask("GET", "/health")[0] == 200


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "utter-test", folder], capture_output=True, text=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_said_and_survived(platform, database, small_disk):  # noqa: F811
    folder = small_disk / "samples"
    options = ["--set", f"platform.samples_dir={folder}"]
    if not database.is_server:
        options += ["--set", f"platform.database={small_disk}/platform.db"]
    http = platform(*options)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1024 * 1024))
    path = http.ask("POST", "/voices", {"name": "Anna"})[1]["Location"] + "/samples"
    sound = tone(8)
    acknowledged = []
    for _ in range(20):
        status, headers, answer = http.ask("POST", path, sound, **WAV)
        if status != 201:
            break
        acknowledged.append(answer)
    assert status == 507, answer
    assert headers["Content-Type"] == "application/problem+json"
    # Whichever was in want of the last block, the sample's file or the database: no library's words.
    assert answer["status"] == 507
    assert re.search(r"^the (file|database) \S+ cannot be written: the disk is full$", answer["detail"]), answer
    expect_whole(http, path, folder, acknowledged)
    assert http.get("/health")["status"] == "ok"
    ballast.unlink()
    status, _, answer = http.ask("POST", path, sound, **WAV)
    assert status == 201, answer
    expect_whole(http, path, folder, [*acknowledged, answer])
