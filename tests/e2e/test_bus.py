"""Hostile and careless clients cost nobody else anything."""

import json
import signal
import time
import urllib.error
import urllib.request

import pytest
import websockets

from conftest import message


@pytest.fixture
def bus(start):
    return start("service", "bus", "--set", "bus.port=0")


def works(one):
    one.send(message("still.here"))
    return one.until("still.here")[-1]["type"] == "still.here"


def test_every_client_gets_every_frame_its_sender_included(bus, client):
    a, b = client(bus.url), client(bus.url)
    a.send(message("hello", {"n": 1}))
    assert a.receive() == b.receive() == {"type": "hello", "data": {"n": 1}, "context": {}}


# MSG-006 MSG-007 MSG-043 MSG-044 MSG-045
@pytest.mark.parametrize(
    "frame, said",
    [
        ("not json", "not valid JSON"),
        ("[1]", "a message must be a JSON object, got an array"),
        ('{"type": 5}', "field 'type' must be a string, got a number"),
        ('{"data": {}}', "field 'type' is missing"),
        ('{"type": "a", "context": {"session": 1}}', "field 'context.session' must be an object"),
    ],
)
def test_a_frame_that_is_no_message_is_named_and_dropped(bus, client, frame, said):
    bad, good = client(bus.url), client(bus.url)
    bad.send(frame)
    assert said in bus.wait_for("bus.frame_refused")
    assert works(bad) and works(good)


def test_a_frame_of_20_megabytes_closes_only_its_sender(bus, client):
    bad, good = client(bus.url), client(bus.url)
    try:
        bad.send(message("big", {"text": "x" * 20_000_000}))
    except websockets.ConnectionClosed:
        pass
    code, reason = bad.closed()
    assert code == 1009 and "bus.frame_max" in reason
    assert "larger than bus.frame_max" in bus.wait_for("bus.frame_refused")
    assert works(good)


def test_a_binary_frame_closes_only_its_sender(bus, client):
    bad, good = client(bus.url), client(bus.url)
    bad.send(b"\x00\x01")
    code, reason = bad.closed()
    assert code == 1003 and "text" in reason
    assert works(good)


def test_health_is_json(bus):
    with urllib.request.urlopen(bus.url.replace("ws://", "http://").replace("/core", "/health")) as answer:
        assert json.load(answer)["status"] == "ok"


def test_traces_are_for_this_machine_alone(assistant, client):
    client(assistant.url).ask("what time is it")
    page = assistant.url.replace("ws://", "http://").replace("/core", "/traces")
    with urllib.request.urlopen(page) as answer:
        trace = json.load(answer)["traces"][0]
    assert trace["heard"] == ["what time is it"] and trace["ending"] == "completed"
    # A page of elsewhere whose name was made to point here.
    request = urllib.request.Request(page, headers={"Host": "rebound.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 403


def test_a_second_bus_on_the_same_port_says_so(bus, start):
    second = start("service", "bus", "--set", f"bus.port={bus.port}")
    assert f"127.0.0.1:{bus.port}" in second.wait_for("utter.start_failed")
    assert second.wait() == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_within_a_second_and_tells_its_clients(start, client, how):
    house = start("run", "--set", "bus.port=0")
    me = client(house.url)
    begin = time.monotonic()
    # The client answers the close frame from its own thread of control, after the process is gone.
    assert house.stop(how) == 0
    assert time.monotonic() - begin < 1.5
    assert me.closed()[0] == 1001
