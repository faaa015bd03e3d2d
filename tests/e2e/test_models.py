"""`utter models` against a real HTTP server, with ranges and without."""

import hashlib
import http.server
import json
import pathlib
import re
import signal
import threading
import time

import pytest

from conftest import starter_of

CONTENT = bytes(i * i % 251 for i in range(400_000))
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class FileServer:
    """Serves CONTENT; after `pause_after` bytes it waits until it is released."""

    def __init__(self, ranges=True, content=CONTENT):
        self.ranges = ranges
        self.content = content
        self.pause_after = None
        self.paused = threading.Event()
        self.released = threading.Event()
        self.asked = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                outer._serve(self)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, handler):
        self.asked.append(handler.headers["Range"])
        if handler.path == "/moved":
            handler.send_response(302)
            handler.send_header("Location", "/file")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers["Range"] or "")
        begin = int(asked[1]) if asked and self.ranges else 0
        handler.send_response(206 if begin else 200)
        if begin:
            last = len(self.content) - 1
            handler.send_header("Content-Range", f"bytes {begin}-{last}/{len(self.content)}")
        handler.send_header("Content-Length", str(len(self.content) - begin))
        handler.end_headers()
        rest = self.content[begin:]
        if self.pause_after is not None:
            handler.wfile.write(rest[: self.pause_after])
            handler.wfile.flush()
            self.paused.set()
            self.released.wait()
            return
        handler.wfile.write(rest)


@pytest.fixture
def serve():
    yield from starter_of(FileServer)


@pytest.fixture
def registry(tmp_path):
    """Writes a registry and says how to use it."""

    def write(url, sha256=DIGEST, size=len(CONTENT)):
        path = tmp_path / "models.json"
        file = {"path": "model.bin", "url": url, "bytes": size, "sha256": sha256}
        model = {
            "name": "tiny",
            "kind": "stt",
            "engine": "some",
            "licence": "MIT",
            "languages": ["en"],
            "files": [file],
        }
        path.write_text(json.dumps({"version": 1, "models": [model]}))
        return [
            "--set",
            f"models.registry={path}",
            "--set",
            f"models.dir={tmp_path / 'models'}",
        ]

    return write


def listed(utter, settings):
    result = utter(*settings, "models", "list", "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["models"]


def test_the_registry_that_is_installed_can_be_listed(utter):
    names = [one["name"] for one in listed(utter, [])]
    assert "pocketsphinx-en-us" in names
    text = utter("models", "list").stdout
    assert re.search(r"pocketsphinx-en-us +stt +pocketsphinx +en-US +BSD-2-Clause +[\d.]+ MiB", text)


def test_a_model_is_fetched_listed_and_verified(serve, registry, utter, tmp_path):
    settings = registry(serve().url + "/moved")
    assert listed(utter, settings)[0]["state"] == "absent"
    result = utter(*settings, "models", "fetch", "tiny")
    assert result.returncode == 0, result.stderr
    assert "tiny: is in " in result.stdout
    stored = tmp_path / "models" / "tiny" / "model.bin"
    assert stored.read_bytes() == CONTENT
    assert listed(utter, settings)[0]["state"] == "present"
    assert utter(*settings, "models", "verify").returncode == 0
    stored.write_bytes(CONTENT[:-1] + b"x")
    wrong = utter(*settings, "models", "verify", "--json")
    assert wrong.returncode == 1
    assert "checksum" in json.loads(wrong.stdout)["models"][0]["error"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_fetch_that_is_interrupted_goes_on_later(serve, registry, utter, start, tmp_path, how):
    server = serve()
    server.pause_after = 150_000
    settings = registry(server.url + "/file")
    fetching = start(*settings, "models", "fetch", "tiny")
    part = tmp_path / "models" / "tiny" / "model.bin.part"
    assert server.paused.wait(60)
    until = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size):  # what was sent arrives some time later
        assert time.monotonic() < until
        time.sleep(0.01)
    assert fetching.stop(how) == 1  # although nothing more comes
    fetching.wait_for("stopped; what has come is kept")
    server.released.set()
    kept = part.stat().st_size
    assert 0 < kept < len(CONTENT)
    assert listed(utter, settings)[0]["state"] == "partial"
    server.pause_after = None
    assert utter(*settings, "models", "fetch", "tiny").returncode == 0
    assert server.asked[-1] == f"bytes={kept}-"
    assert (tmp_path / "models" / "tiny" / "model.bin").read_bytes() == CONTENT


def test_a_server_without_ranges_sends_all_of_it_again(serve, registry, utter, tmp_path):
    server = serve(ranges=False)
    settings = registry(server.url + "/file")
    folder = tmp_path / "models" / "tiny"
    folder.mkdir(parents=True)
    (folder / "model.bin.part").write_bytes(CONTENT[:1000])
    assert utter(*settings, "models", "fetch", "tiny").returncode == 0
    assert server.asked == ["bytes=1000-"]
    assert (folder / "model.bin").read_bytes() == CONTENT


def test_a_wrong_checksum_is_told_and_nothing_is_kept(serve, registry, utter, tmp_path):
    settings = registry(serve().url + "/file", sha256="0" * 64)
    result = utter(*settings, "models", "fetch", "tiny")
    assert result.returncode == 1
    assert "another checksum than the registry has" in result.stderr
    assert list((tmp_path / "models" / "tiny").iterdir()) == []


def test_a_disk_without_room_is_told_before_anything_is_asked(serve, registry, utter):
    server = serve()
    settings = registry(server.url + "/file", size=1 << 40)
    result = utter(*settings, "models", "fetch", "tiny")
    assert result.returncode == 1
    assert "its disk has room for" in result.stderr
    assert server.asked == []


def test_what_cannot_be_is_said(registry, utter, tmp_path):
    settings = registry("http://127.0.0.1:9/file")
    unknown = utter(*settings, "models", "fetch", "huge")
    assert unknown.returncode == 2
    assert "no model 'huge'" in unknown.stderr
    away = utter(*settings, "models", "fetch", "tiny")
    assert away.returncode == 1
    assert "http://127.0.0.1:9/file cannot be reached" in away.stderr
    (tmp_path / "models.json").write_text('{"version": 1, "models": [{"name": "x"}]}')
    broken = utter(*settings, "models", "list")
    assert broken.returncode == 1
    assert "'models[0].kind' must be a text" in broken.stderr


def test_an_engine_finds_a_model_by_its_name(utter, tmp_path):
    installed = pathlib.Path("/usr/share/pocketsphinx/model/en-us")
    if not installed.exists():
        pytest.skip("pocketsphinx-en-us is not installed")
    settings = ["--set", f"models.dir={tmp_path}", "--set", "stt.pocketsphinx.model_dir=mine",
                "--set", "stt.engine=pocketsphinx"]

    def state():
        rows = json.loads(utter(*settings, "engines", "--json").stdout)["engines"]
        return next(one for one in rows if (one["port"], one["name"]) == ("stt", "pocketsphinx"))

    missing = state()
    assert not missing["healthy"]
    assert f"{tmp_path}/mine/" in missing["advice"]
    assert "utter models fetch pocketsphinx-en-us" in missing["advice"]
    (tmp_path / "mine").symlink_to(installed)
    assert state()["healthy"]
