"""OVOS-MSG-1 as a raw WebSocket client sees it."""

import json
import re
from pathlib import Path

import pytest

from conftest import message

TOPICS = Path(__file__).resolve().parents[2] / "docs" / "topics.md"


def rejected_constant(name):
    raise AssertionError(f"{name} is no JSON")


def is_documented(topic, documented):
    topic = topic.removesuffix(".response")
    return topic in documented or re.fullmatch(r"ovos\.pipeline\.[\w-]+\.intents\.list", topic)


# MSG-001 MSG-009 MSG-010 MSG-011 MSG-012 MSG-014 MSG-039 MSG-040 MSG-041
def test_whatever_we_say_is_one_plain_object_on_a_documented_topic(start, client):
    # Without the older topics, which Python skills are told by (docs/legacy.md).
    me = client(start("run", "--set", "bus.port=0", "--set", "legacy.enabled=false").url)
    me.send(message("ovos.pipeline.template.intents.list"))
    me.send(message("ovos.intent.list"))
    for text in ("what time is it", "set a timer for one hour", "grüße aus Köln, 東京"):
        me.send(message("ovos.utterance.handle", {"utterances": [text]}))
    documented = set(re.findall(r"^\| `([a-z0-9_.]+)`", TOPICS.read_text(), re.MULTILINE))
    handled = 0
    while handled < 3:
        frame = me.receive_text()
        assert not frame.startswith("\ufeff")
        said = json.loads(frame, parse_constant=rejected_constant)
        assert isinstance(said, dict) and set(said) == {"type", "data", "context"}
        topic = said["type"]
        assert re.fullmatch(r"[A-Za-z0-9_-]+([.:][A-Za-z0-9_-]+)*", topic)
        if ":" in topic:
            skill_id, _intent = topic.split(":")
            assert skill_id == said["context"]["skill_id"]
        else:
            assert is_documented(topic, documented), topic
        handled += topic == "ovos.utterance.handled"


# MSG-002 MSG-003 MSG-004 MSG-005 MSG-017
@pytest.mark.parametrize(
    "query",
    [
        '{"type": "ovos.skills.list"}',
        '{"context": {}, "data": {}, "type": "ovos.skills.list"}',
        '{"x": 1, "type": "ovos.skills.list", "msg_id": null}',
    ],
)
def test_a_query_needs_no_more_than_its_type(assistant, client, query):
    me = client(assistant.url)
    me.send(query)
    answer = me.until("ovos.skills.list.response")[-1]
    assert set(answer) == {"type", "data", "context"}
    assert answer["data"]["skills"]


# MSG-006 MSG-007 MSG-008 MSG-042 MSG-043 MSG-045
def test_a_burst_of_malformed_messages_is_met_with_silence(assistant, client):
    me, watcher = client(assistant.url), client(assistant.url)
    for bad in (
        "not json",
        "[1]",
        '{"data": {}}',
        '{"type": 5}',
        '{"type": ""}',
        '{"type": "ovos.skills.list", "data": []}',
        '{"type": "ovos.skills.list", "data": null}',
        '{"type": "ovos.skills.list", "context": "x"}',
        '{"type": "ovos..skills.list"}',
        '{"type": ".ovos.skills.list"}',
        '{"type": "ovos.utterance.handle", "data": [], "context": {}}',
        '{"type": "ovos.utterance.handle ", "data": {"utterances": ["what time is it"]}}',
        '{"type": "time::skill", "data": {}}',
    ):
        me.send(bad)
    me.send('{"type": "ovos.skills.list"}')
    ours = [m["type"] for m in watcher.until("ovos.skills.list.response")]
    assert ours.count("ovos.skills.list.response") == 1
    for answered in ("ovos.intent.matched", "ovos.intent.unmatched", "ovos.utterance.handled"):
        assert answered not in ours
    assert "ovos.utterance.handled" in [m["type"] for m in me.ask("what time is it")]


# MSG-013
@pytest.mark.parametrize("skill_id, intent_name", [("tea:skill", "brew"), ("tea.skill", "brew:now")])
def test_an_identifier_with_a_colon_is_never_dispatched(assistant, client, skill_id, intent_name):
    me = client(assistant.url)
    definition = {"skill_id": skill_id, "intent_name": intent_name, "lang": "en-US", "samples": ["brew tea"]}
    me.send(message("ovos.intent.register.template", definition))
    seen = me.ask("brew tea")
    assert [m["type"] for m in seen if ":" in m["type"]] == ["unknown.utter:fallback"]


# MSG-018 MSG-021
@pytest.mark.parametrize(
    "context",
    [
        {"source": "date-time.utter"},
        {"source": "a/b#c:1", "destination": ["", "x"]},
        {"source": "", "destination": "", "foo": None, "bar": [], "valid": 1},
    ],
)
def test_nobody_acts_on_who_a_message_says_it_is_from(assistant, client, context):
    # In sessions that are forgotten, so that the first question does not bear on the second.
    plain = client(assistant.url).ask("what day is it", session={"session_id": "one"})
    claimed = client(assistant.url).ask("what day is it", session={"session_id": "two"}, **context)
    assert [m["type"] for m in plain] == [m["type"] for m in claimed]
    for before, after in zip(plain, claimed):
        assert before["data"] == after["data"]
        if after["type"] != "ovos.utterance.handle":
            assert "" not in (after["context"].get("source"), after["context"].get("destination"))


# MSG-025 MSG-026
@pytest.mark.parametrize("context", [{}, {"destination": []}, {"destination": "somebody-else"}])
def test_a_destination_keeps_nothing_from_anybody(assistant, client, context):
    watcher = client(assistant.url)
    client(assistant.url).send(message("ovos.skills.list", **context))
    assert watcher.until("ovos.skills.list.response")


# MSG-047 MSG-048
def test_a_round_has_one_id_whatever_was_sent(assistant, client):
    ids = set()
    for sent in ({}, {"utterance_id": "evil"}, {"utterance_id": "evil"}):
        _entry, *seen = client(assistant.url).ask("what time is it", **sent)
        stamped = {m["context"]["utterance_id"] for m in seen}
        assert len(stamped) == 1 and stamped != {"evil"}
        ids |= stamped
    assert len(ids) == 3


# MSG-028 MSG-030
def test_the_command_line_says_who_asks(assistant, client, utter):
    watcher = client(assistant.url)
    assert utter("ask", "what time is it", bus=assistant.url).returncode == 0
    asked = watcher.until("ovos.utterance.handle")[-1]
    assert asked["context"]["source"] == "utter-cli"
