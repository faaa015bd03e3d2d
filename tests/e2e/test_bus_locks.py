"""Who may use the bus: keys, roles, origins, users of the Unix socket; and what a client may ask for."""

import asyncio
import os
import re
import signal
import ssl
import subprocess
import urllib.error
import urllib.request

import pytest
import websockets

from conftest import message

ROLES = """
[bus]
port = 0
keys_file = "{keys}"
[bus.roles.satellite]
publish = ["ask.*"]
see = ["answer.*"]
"""


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def settings(tmp_path, keys):
    path = tmp_path / "utter.toml"
    path.write_text(ROLES.format(keys=keys))
    return path


@pytest.fixture
def key(utter, settings):
    """Makes a key with `utter key new`."""

    def maker(name, *flags):
        made = utter("--config", str(settings), "key", "new", name, *flags)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    return maker


@pytest.fixture
def locked(start, settings, key):
    """A bus that wants keys, and the key of its owner."""
    owner = key("owner")
    bus = start("--config", str(settings), "service", "bus")
    bus.wait_for("utter.ready")
    return bus, owner


def bearer(secret):
    return {"extra_headers": {"Authorization": f"Bearer {secret}"}}


def refusal(connect):
    with pytest.raises(websockets.InvalidStatusCode) as refused:
        connect()
    return refused.value.status_code


def get(bus, path, **headers):
    url = bus.url.replace("ws://", "http://").replace("/core", path)
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_only_holders_of_a_key_get_in(locked, client):
    bus, owner = locked
    assert refusal(lambda: client(bus.url)) == 401
    assert refusal(lambda: client(bus.url, **bearer(owner[:-1] + "!"))) == 401
    me = client(bus.url, **bearer(owner))
    me.send(message("hello"))
    assert me.receive()["type"] == "hello"
    assert owner not in "\n".join(bus.log)
    assert "name=owner" in bus.wait_for("bus.client_connected")


def test_a_browser_shows_its_key_as_a_subprotocol(locked, client):
    bus, owner = locked
    me = client(bus.url, subprotocols=["utter.bus", f"bearer.{owner}"], origin="http://localhost:3000")
    assert me._socket.subprotocol == "utter.bus"
    assert refusal(lambda: client(bus.url, origin="https://evil.example", **bearer(owner))) == 403


def test_whoever_tries_keys_has_to_wait(locked, client):
    bus, owner = locked
    assert [refusal(lambda: client(bus.url, **bearer("x" * 20))) for _ in range(12)] == [401] * 10 + [429] * 2
    # Also with the right key, or it could be found by trying on.
    assert refusal(lambda: client(bus.url, **bearer(owner))) == 429
    assert bus.stop() == 0


def test_a_role_limits_what_is_published_and_seen(locked, client, key, utter, settings):
    bus, owner = locked
    kitchen = key("kitchen", "--role", "satellite")
    bus._process.send_signal(signal.SIGHUP)
    bus.wait_for("bus.keys_loaded.*keys=2")
    me, satellite = client(bus.url, **bearer(owner)), client(bus.url, **bearer(kitchen))
    satellite.send(message("forbidden"))
    denied = satellite.receive()
    assert denied["type"] == "utter.bus.denied" and denied["data"]["type"] == "forbidden"
    satellite.send(message("ask.time"))
    assert me.receive()["type"] == "ask.time"
    me.send(message("private"))
    me.send(message("answer.time"))
    assert satellite.receive()["type"] == "answer.time"

    assert utter("--config", str(settings), "key", "revoke", "kitchen").returncode == 0
    bus._process.send_signal(signal.SIGHUP)
    assert satellite.closed() == (1008, "the key was revoked")
    listed = utter("--config", str(settings), "key", "list").stdout
    assert listed == "owner\t(everything)\n" and owner not in listed


def test_a_key_file_that_cannot_be_used_is_named(start, settings, keys, key):
    key("owner")
    keys.chmod(0o644)
    bus = start("--config", str(settings), "service", "bus")
    assert str(keys) in bus.wait_for("utter.start_failed")
    assert bus.wait() == 1


def test_metrics_want_a_key_and_health_does_not(locked):
    bus, owner = locked
    assert get(bus, "/health")[0] == 200
    assert get(bus, "/metrics")[0] == 401
    status, page = get(bus, "/metrics", Authorization=f"Bearer {owner}")
    assert status == 200
    assert "utter_bus_clients 0" in page
    assert "utter_bus_authentication_failures_total 1" in page
    assert 'utter_bus_delivery_seconds_bucket{le="+Inf"} 0' in page


def test_a_user_of_this_machine_needs_no_key_on_the_unix_socket(start, settings, key, tmp_path, client):
    key("owner")
    path = tmp_path / "bus.sock"
    bus = start("--config", str(settings), "--set", f"bus.socket={path}", "service", "bus")
    bus.wait_for("utter.ready")

    async def talk():
        async with websockets.unix_connect(str(path), "ws://localhost/core") as me:
            await me.send(message("hello"))
            return await me.recv()

    assert "hello" in asyncio.run(talk())
    assert f"name=uid:{os.getuid()}" in bus.wait_for("bus.client_connected")
    assert bus.stop() == 0
    assert not path.exists()


def test_a_socket_left_by_a_killed_bus_is_taken_over(start, tmp_path):
    path = tmp_path / "bus.sock"
    flags = ("service", "bus", "--set", "bus.port=0", "--set", f"bus.socket={path}")
    first = start(*flags)
    first.wait_for("utter.ready")
    second = start(*flags)
    assert str(path) in second.wait_for("utter.start_failed")
    first.stop(signal.SIGKILL)
    start(*flags).wait_for("utter.ready")


def test_a_client_may_narrow_what_it_gets(start, client):
    bus = start("service", "bus", "--set", "bus.port=0")
    narrow, wide = client(bus.url), client(bus.url)
    narrow.send(message("utter.bus.subscribe", {"topics": ["a.*", "exact"]}))
    answer = narrow.receive()
    assert answer["type"] == "utter.bus.subscribe.response"
    assert answer["data"] == {"topics": ["a.*", "exact"]}
    for topic in ("b.c", "a.b", "exact.not", "exact"):
        wide.send(message(topic))
    assert [narrow.receive()["type"] for _ in range(2)] == ["a.b", "exact"]
    # The request itself is for the bus alone.
    assert [wide.receive()["type"] for _ in range(4)] == ["b.c", "a.b", "exact.not", "exact"]

    narrow.send(message("utter.bus.subscribe", {"topics": "a"}))
    refused = narrow.receive()["data"]
    assert "'data.topics' must be an array" in refused["error"]
    assert refused["topics"] == ["a.*", "exact"]
    narrow.send(message("utter.bus.subscribe"))
    assert narrow.receive()["data"] == {"topics": ["*"]}
    wide.send(message("b.c"))
    assert narrow.receive()["type"] == "b.c"


def test_parts_of_ours_use_the_socket_or_their_key(start, settings, key, tmp_path, utter):
    (tmp_path / "mine").write_text(key("assistant") + "\n")
    path = tmp_path / "bus.sock"
    bus = start("--config", str(settings), "--set", f"bus.socket={path}", "service", "bus")
    bus.wait_for("utter.ready")
    start("--bus", f"unix:{path}", "service", "core").wait_for("utter.connected")
    skills = start("--bus", bus.url, "--set", f"bus.key_file={tmp_path / 'mine'}", "service", "skills")
    skills.wait_for("utter.connected")
    bus.wait_for("name=assistant")
    asked = utter("ask", "what time is it", bus=f"unix:{path}")
    assert asked.returncode == 0, asked.stderr
    keyless = utter("bus", "send", "hello", bus=bus.url)
    assert keyless.returncode != 0 and "401" in keyless.stderr, keyless


def test_the_bus_speaks_tls(start, tmp_path, client, utter):
    certificate, secret = tmp_path / "bus.pem", tmp_path / "bus.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", secret, "-out", certificate],
        check=True, capture_output=True,
    )
    bus = start(
        "service", "bus", "--set", "bus.port=0",
        "--set", f"bus.tls_certificate={certificate}", "--set", f"bus.tls_key={secret}",
    )
    port = re.search(r"bus=wss://127.0.0.1:(\d+)/core", bus.wait_for("utter.ready"))[1]
    url = f"wss://127.0.0.1:{port}/core"
    me = client(url, ssl=ssl.create_default_context(cafile=str(certificate)))
    # Larger than a TLS record and than what a socket takes at once.
    me.send(message("big", {"text": "x" * 3_000_000}))
    assert len(me.receive()["data"]["text"]) == 3_000_000
    sent = utter("--set", f"bus.ca_file={certificate}", "bus", "send", "hello", "--wait", "hello", bus=url)
    assert sent.returncode == 0, sent.stderr
    assert me.receive()["type"] == "hello"
    distrusted = utter("bus", "send", "hello", bus=url)
    assert distrusted.returncode != 0 and "certificate" in distrusted.stderr, distrusted
    wrong = start("service", "bus", "--set", "bus.port=0", "--set", f"bus.tls_certificate={secret}",
                  "--set", f"bus.tls_key={secret}")
    assert str(secret) in wrong.wait_for("utter.start_failed")
