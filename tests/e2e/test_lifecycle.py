"""What a raw WebSocket client sees of an utterance's life."""

import os
import pty
import re
import select
import time

import pytest
from conftest import PATIENCE, UTTER, environment, message


def topics(messages):
    """What was said, without its twins in the older names."""
    return [m["type"] for m in messages if not m["context"].get("_namespace_compat_twin")]


def test_a_program_that_ends_at_once_is_not_waited_for(start):
    process = start("run", "--set", "no.such=setting")
    began = time.monotonic()
    with pytest.raises(AssertionError, match="no.such"):
        process.wait_for(r"utter\.ready")
    assert time.monotonic() - began < PATIENCE / 2


# PIPE-001 PIPE-002 PIPE-064 PIPE-069 MSG-033
def test_a_question_goes_through_its_whole_lifecycle_flipped_once(assistant, client):
    me = client(assistant.url)
    seen = me.ask("what time is it", source="probe", destination="house", trace="t1")
    assert [t for t in topics(seen) if t.startswith("ovos.")] == [
        "ovos.utterance.handle",
        "ovos.intent.matched",
        "ovos.intent.handler.start",
        "ovos.utterance.speak",
        "ovos.intent.handler.complete",
        "ovos.utterance.handled",
    ]
    ids = {m["context"].get("utterance_id") for m in seen[1:]}
    assert len(ids) == 1 and None not in ids
    for m in seen[1:]:
        assert (m["context"]["source"], m["context"]["destination"]) == ("house", "probe"), m["type"]
        assert m["context"]["trace"] == "t1"
    spoken = next(m for m in seen if m["type"] == "ovos.utterance.speak")
    assert re.search(r"\d(:\d\d)? [AP]M", spoken["data"]["utterance"])
    assert spoken["data"]["lang"] == "en-US"


# MSG-034
def test_a_broadcast_question_is_answered_to_its_source(assistant, client):
    seen = client(assistant.url).ask("what day is it", source="mic-1")
    for m in seen[1:]:
        assert (m["context"]["source"], m["context"]["destination"]) == ("mic-1", "mic-1")


def test_what_nobody_understands_is_said_to_be_so(assistant, client):
    seen = client(assistant.url).ask("colourless green ideas sleep furiously")
    matched = next(m for m in seen if m["type"] == "ovos.intent.matched")
    assert matched["data"]["intent_name"] == "fallback"
    assert matched["data"]["pipeline_id"] == "fallback"
    assert any(m["type"] == "ovos.utterance.speak" for m in seen)
    assert topics(seen).count("ovos.utterance.handled") == 1


# PIPE-032 PIPE-070
def test_without_the_fallback_stage_it_is_unmatched_and_handled(assistant, client):
    seen = client(assistant.url).ask(
        "colourless green ideas", session={"session_id": "s", "pipeline": ["template", "ghost"]}
    )
    assert topics(seen) == [
        "ovos.utterance.handle",
        "ovos.intent.unmatched",
        "ovos.utterance.handled",
    ]


# SES1-034
def test_the_language_of_the_question_is_the_language_of_the_answer(assistant, client):
    me = client(assistant.url)
    for lang, question, word in (("de-DE", "wie spät ist es", "Es ist"), ("es-ES", "qué hora es", "la")):
        me.send(message("ovos.utterance.handle", {"utterances": [question], "lang": lang}))
        seen = me.until("ovos.utterance.handled")
        spoken = next(m for m in seen if m["type"] == "ovos.utterance.speak")
        assert spoken["data"]["lang"] == lang
        assert word in spoken["data"]["utterance"]


def test_a_timer_is_announced_to_whoever_set_it(assistant, client):
    me, watcher = client(assistant.url), client(assistant.url)
    me.ask("set a timer for one second", source="kitchen", session={"session_id": "k1"})
    watcher.until("ovos.utterance.handled")
    announced = watcher.until("ovos.utterance.speak")[-1]
    assert announced["context"]["session"]["session_id"] == "k1"
    assert announced["context"]["destination"] == "kitchen"
    assert announced["data"]["utterance"]


# PIPE-064 PIPE-067
def test_a_foreign_skill_that_never_ends_is_timed_out(start, client):
    house = start("run", "--set", "bus.port=0", "--set", "orchestrator.handler_timeout=200ms")
    me = client(house.url)
    me.send(
        message(
            "ovos.intent.register.template",
            {"skill_id": "slow.skill", "intent_name": "nap", "lang": "en-US", "samples": ["take a nap"]},
        )
    )
    seen = me.ask("take a nap")
    assert "slow.skill:nap" in topics(seen)
    error = next(m for m in seen if m["type"] == "ovos.intent.handler.error")
    assert "200 ms" in error["data"]["exception"]
    assert "ovos.utterance.speak" in topics(me.ask("what time is it"))


def test_a_timer_without_a_length_is_asked_for_it(assistant, client):
    me = client(assistant.url)

    def say(text):
        return [m["data"] for m in me.ask(text) if m["type"] == "ovos.utterance.speak"]

    asked = say("set a timer")
    assert asked[0]["utterance"] == "For how long?" and asked[0]["listen"] is True
    assert "5 minutes" in say("five minutes")[0]["utterance"]
    assert "pasta" in say("start a pasta timer")[0]["utterance"]
    assert "pasta" in say("ten minutes")[0]["utterance"].lower()
    # Taken back: nobody waits for the length any more.
    assert say("set a timer")[0]["listen"] is True
    assert say("oh never mind") == []
    assert re.search(r"[AP]M", say("what time is it")[0]["utterance"])


def test_it_ends_with_the_terminal_it_was_started_from(tmp_path):
    process, terminal = pty.fork()
    if process == 0:
        os.execve(UTTER, [UTTER, "run", "--set", "bus.port=0"], environment(tmp_path))
    seen = b""
    while b"utter.ready" not in seen:
        seen += os.read(terminal, 4096)
    os.close(terminal)  # the window is closed
    ended = os.pidfd_open(process)
    assert select.select([ended], [], [], PATIENCE)[0], "it still runs"
    os.close(ended)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
