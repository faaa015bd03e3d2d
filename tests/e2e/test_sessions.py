"""OVOS-SESSION-1 and -2 as a raw WebSocket client sees them."""

import re

import pytest

from conftest import message

QUESTION = {"utterances": ["what time is it"]}


def session_of(messages, topic):
    return next(m["context"].get("session") for m in messages if m["type"] == topic)


# SES1-013 SES1-014 SES1-015 SES1-016 SES1-017 SES1-018
@pytest.mark.parametrize("carrier", ["x", 1, True, [1]])
def test_a_broken_carrier_reaches_nobody_and_is_reported_once(assistant, client, carrier):
    me, watcher = client(assistant.url), client(assistant.url)
    me.send(message("ovos.utterance.handle", QUESTION, session=carrier, utterance_id="u9"))
    me.send(message("done"))
    for one in (me, watcher):
        (notice, _done) = one.until("done")
        assert notice == {
            "type": "ovos.session.rejected",
            "data": {"msg_type": "ovos.utterance.handle", "reason": "malformed_carrier"},
            "context": {"utterance_id": "u9"},
        }
    assert session_of(me.ask("what time is it"), "ovos.utterance.handled").keys() == {
        "active_handlers",
        "converse_handlers",
    }


# SES1-019
def test_a_null_session_is_the_default_one(assistant, client):
    me = client(assistant.url)
    me.ask("what time is it", session={"site_id": "kitchen"})
    seen = me.ask("what time is it", session=None)
    assert session_of(seen, "ovos.utterance.handled")["site_id"] == "kitchen"


# SES2-001
def test_the_bus_changes_no_byte_of_a_session(start, client):
    bus = start("service", "bus", "--set", "bus.port=0")
    me, watcher = client(bus.url), client(bus.url)
    for session in (
        '{ "session_id":"default", "lang" : null,"x":[1.50, 2e3], "lang":"xx" }',
        '{"session_id":"s1","pipeline":"odd"}',
        "null",
    ):
        frame = f'{{"context": {{"session": {session} }}, "type":"a.b" ,"data":{{}}}}'
        me.send(frame)
        assert watcher.receive_text() == me.receive_text() == frame


# SES1-012 SES1-045 SES2-029 SES2-031 SES2-033
def test_a_session_never_heard_of_just_starts_and_comes_back_whole(assistant, client):
    session = {
        "session_id": "fresh:1/2",
        "lang": "en-US",
        "site_id": "hall",
        "location": {"lat": 38.7, "lon": -9.1, "tz": "Europe/Lisbon", "city": "x"},
        "intent_context": {"a.skill:k": {"value": "v"}},
        "vendor": {"k": [1, 2.5, None, "é"]},
    }
    seen = client(assistant.url).ask("what time is it", session=session)
    for m in seen:
        got = dict(m["context"]["session"])
        for owned_by_the_orchestrator in ("active_handlers", "converse_handlers"):
            for entry in got.pop(owned_by_the_orchestrator, []):
                assert entry.keys() == {"skill_id", "activated_at"}
        assert got == session, m["type"]


# SES2-002 SES2-005 SES2-006 SES2-011
def test_the_default_session_is_remembered_and_a_named_one_is_not(assistant, client):
    me = client(assistant.url)
    for session_id, remembered in (("default", True), ("s1", False)):
        me.ask("what time is it", session={"session_id": session_id, "site_id": "hall"})
        me.send(
            message("ovos.utterance.speak", {"utterance": "x"}, session={"session_id": session_id, "site_id": "bad"})
        )
        seen = me.ask("what time is it", session={"session_id": session_id})
        handled = session_of(seen, "ovos.utterance.handled")
        assert handled.get("site_id") == ("hall" if remembered else None)


# SES1-044
def test_the_time_is_told_where_the_client_is(assistant, client):
    def minute(zone):
        session = {"session_id": "s", "location": {"tz": zone}}
        seen = client(assistant.url).ask("what time is it", session=session)
        spoken = next(m for m in seen if m["type"] == "ovos.utterance.speak")
        # On the full hour the minutes are left out: "It is 6 AM."
        return int(re.search(r"\d(?::(\d\d))? [AP]M", spoken["data"]["utterance"])[1] or 0)

    # Half an hour apart, give or take the minute that may pass in between.
    assert (minute("Asia/Kolkata") - minute("UTC")) % 60 in (29, 30, 31)


# SES1-048 SES2-016 SES2-017
def test_the_command_line_has_one_session_and_sends_it_with_every_message(assistant, client, utter):
    watcher = client(assistant.url)
    assert utter("ask", "what time is it", bus=assistant.url).returncode == 0
    sent = [
        m["context"]["session"]
        for m in watcher.until("ovos.utterance.handled")
        if m["type"] in ("ovos.skills.list", "ovos.utterance.handle")
    ]
    assert len(sent) == 2 and sent[0] == sent[1]
    assert sent[0].keys() == {"session_id"} and sent[0]["session_id"].startswith("cli-")


# SES2-027
def test_connecting_announces_nothing(start, client, utter):
    bus = start("service", "bus", "--set", "bus.port=0")
    watcher = client(bus.url)
    assert utter("bus", "send", "hello", bus=bus.url).returncode == 0
    client(bus.url).send(message("end"))
    assert [m["type"] for m in watcher.until("end")] == ["hello", "end"]
