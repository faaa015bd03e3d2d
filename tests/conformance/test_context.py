"""OVOS-CONTEXT-1: the worked examples of its digest, on the bus."""

import time

import pytest

from probe import Skill, Stage, ids

STAGES = {"pipeline": ["template", "keyword"]}


def entry(value=None, **life):
    return {"value": value, **life}


def tea(life=None):
    return Skill(
        "brew.probe",
        templates={
            "make": ["boil me some oolong"],
            "yes": {"samples": ["yes go ahead now"], "requires_context": ["confirming"]},
        },
        handlers={
            "make": {"session": {"intent_context": {"brew.probe:confirming": entry(**(life or {"turns_remaining": 1}))}}},
            "yes": {},
        },
    )


# CTX-004 CTX-013 CTX-015 CTX-024
def test_a_window_for_one_turn(bus):
    with Stage(bus, [tea()], STAGES) as stage:
        made = stage.say("boil me some oolong")
        for topic in ("ovos.intent.handler.complete", "ovos.utterance.handled"):
            kept = made.session(topic)["intent_context"]["brew.probe:confirming"]
            assert kept == {"value": None, "turns_remaining": 1}
        said = stage.say("yes go ahead now")
        assert said.order == "brew.probe:yes"
        assert said.session(":")["intent_context"]["brew.probe:confirming"]["turns_remaining"] == 0
        assert stage.say("yes go ahead now").order is None


# CTX-012
def test_a_round_without_a_match_spends_the_turn(bus):
    with Stage(bus, [tea()], STAGES) as stage:
        stage.say("boil me some oolong")
        lost = stage.say("colourless green ideas")
        assert lost.session()["intent_context"]["brew.probe:confirming"]["turns_remaining"] == 0
        assert stage.say("yes go ahead now").order is None


# CTX-032
def test_time_ends_it_too(bus):
    with Stage(bus, [tea({"expires_at": time.time() - 1, "turns_remaining": 5})], STAGES) as stage:
        stage.say("boil me some oolong")
        assert stage.say("yes go ahead now").order is None


def height(gate):
    return Skill(
        "bio.probe",
        templates={
            "tall": {"samples": ["how many feet high is ({person}|he)"], "requires_context": [gate]},
        },
        handlers={"tall": {}},
    )


SHARED = {"key": "person", "scope": "shared"}
VALUES = [
    # name, gate, context, said, slots or None
    ("a shared value fills the slot", SHARED, {"person": entry("Bob", turns_remaining=3)}, "he", {"person": "Bob"}),
    ("what was said wins", SHARED, {"person": entry("Bob")}, "alice", {"person": "alice"}),
    ("a private gate wants a private entry", "person", {"person": entry("Bob")}, "he", None),
    ("the private value is preferred", SHARED, {"person": entry("Bob"), "bio.probe:person": entry("Eve")}, "he", {"person": "Eve"}),
    ("another skill's is none", "person", {"other.probe:person": entry("Bob")}, "he", None),
    ("no turn left is none", SHARED, {"person": entry("Bob", turns_remaining=0)}, "he", None),
    ("half a turn does not limit", SHARED, {"person": entry("Bob", turns_remaining=1.5)}, "he", {"person": "Bob"}),
    ("what is no entry is none", SHARED, {"person": "Bob"}, "he", None),
    ("two colons open nothing", "person", {"bio.probe:person:x": entry("Bob")}, "he", None),
]


# CTX-007 CTX-008 CTX-009 CTX-037 CTX-038 CTX-039 CTX-041
@pytest.mark.parametrize("name, gate, context, said, slots", VALUES, ids=ids(VALUES))
def test_values(bus, name, gate, context, said, slots):
    with Stage(bus, [height(gate)], {**STAGES, "intent_context": context}) as stage:
        seen = stage.say(f"how many feet high is {said}")
        if slots is None:
            assert seen.order is None
        else:
            assert seen.dispatch["data"]["slots"] == slots
            assert seen.one("ovos.intent.matched")["data"]["slots"] == slots


# CTX-006 CTX-033
def test_what_excludes_itself_fires_once(bus):
    skill = Skill(
        "hail.probe",
        templates={"hello": {"samples": ["well met good fellow"], "excludes_context": ["said"]}},
        handlers={"hello": {"session": {"intent_context": {"hail.probe:said": entry()}}}},
    )
    with Stage(bus, [skill], STAGES) as stage:
        assert stage.say("well met good fellow").order == "hail.probe:hello"
        assert stage.say("well met good fellow").order is None
        assert stage.say("well met good fellow").order is None


# CTX-026
def test_the_default_session_merges_by_entry(bus):
    with Stage(bus, [height(SHARED)]) as stage:
        default = {"session_id": "default", **STAGES}
        stage.session = {**default, "intent_context": {"person": entry("Bob"), "b": entry("2")}}
        stage.say("colourless green ideas")
        stage.session = {**default, "intent_context": {"b": None, "c": entry("3")}}
        kept = stage.say("colourless green ideas").session()["intent_context"]
        assert {key: value["value"] for key, value in kept.items()} == {"person": "Bob", "c": "3"}
        stage.session = {"session_id": "default", "intent_context": {"person": None, "c": None}}
        stage.say("colourless green ideas")
