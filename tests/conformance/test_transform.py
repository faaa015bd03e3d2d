"""OVOS-TRANSFORM-1, as far as the transformers we ship show it on the bus."""

import pytest

from probe import Skill, Stage, ids


def radio():
    return Skill(
        "radio.probe",
        templates={"tune": ["tune the wireless to {station}"]},
        handlers={"tune": {}},
    )


# TRAN-042 TRAN-043 TRAN-044 TRAN-045 TRAN-047 TRAN-048
def test_an_utterance_that_is_taken_back(bus):
    with Stage(bus, [radio()]) as stage:
        seen = stage.say("tune the wireless to jazz no never mind", context={"cancel_by": "me"})
    assert seen.topics() == ["ovos.utterance.handle", "ovos.utterance.cancelled", "ovos.utterance.handled"]
    cancelled = seen.one("ovos.utterance.cancelled")
    assert cancelled["data"]["cancel_by"] == "cancel-phrase" and cancelled["data"]["cancel_reason"]
    for message in (cancelled, seen.handled):
        assert message["context"]["canceled"] is True
        assert message["context"]["cancel_by"] == "cancel-phrase"


CHAINS = [
    # name, session, ids stamped, whether the digits were offered
    ("as the deployment orders", {}, ["number-digits"]),
    ("a preference that names nobody else", {"utterance_transformers": ["ghost", "number-digits"]}, ["number-digits"]),
    ("each once", {"utterance_transformers": ["number-digits", "number-digits"]}, ["number-digits"]),
    ("nobody who is denied", {"blacklisted_utterance_transformers": ["number-digits", "ghost"]}, None),
    ("a preference that names nobody", {"utterance_transformers": ["ghost"]}, None),
    ("an empty one is none", {"utterance_transformers": []}, ["number-digits"]),
]


# TRAN-003 TRAN-004 TRAN-005 TRAN-025 TRAN-026 TRAN-027 TRAN-028
@pytest.mark.parametrize("name, session, stamped", CHAINS, ids=ids(CHAINS))
def test_which_run(bus, name, session, stamped):
    with Stage(bus, [radio()], session) as stage:
        seen = stage.say("tune the wireless to twenty five")
    assert seen.order == "radio.probe:tune"
    assert seen.dispatch["context"].get("utterance_transformer_ids") == stamped


# TRAN-045
@pytest.mark.parametrize("half", [{"canceled": True}, {"cancel_reason": "x"}, {"canceled": True, "cancel_reason": "x"}])
def test_no_producer_cancels(bus, half):
    with Stage(bus, [radio()]) as stage:
        seen = stage.say("tune the wireless to jazz", context=half)
    assert seen.order == "radio.probe:tune"
    assert not {"canceled", "cancel_reason", "cancel_by"} & set(seen.dispatch["context"])


# TRAN-042
def test_no_topic_cancels(bus):
    with Stage(bus, [radio()]) as stage:

        def shout(message):
            if message["type"] == "ovos.utterance.handle":
                yield {"type": "ovos.utterance.cancelled", "data": {"cancel_reason": "x"}, "context": {}}

        seen = stage.say("tune the wireless to jazz", between=shout)
    assert seen.topics()[-2:] == ["ovos.intent.handler.complete", "ovos.utterance.handled"]


# TRAN-032 TRAN-033
@pytest.mark.parametrize("kind, loaded", [("utterance", {"cancel-phrase", "number-digits"}), ("metadata", set()), ("intent", set())])
def test_introspection(bus, kind, loaded):
    with Stage(bus) as stage:
        answer = stage.query(f"ovos.transformer.{kind}.list")["data"]
    assert set(answer) == {"loaded", "priorities"}
    assert set(answer["loaded"]) == loaded == set(answer["priorities"])


# TRAN-009 TRAN-010 TRAN-011
def test_no_language_is_made_up(bus):
    with Stage(bus, [radio()], {"lang": "en-US"}) as stage:
        seen = stage.say("tune the wireless to jazz")
    assert "lang" not in seen.messages[0]["data"]
    assert seen.dispatch["data"]["lang"] == "en-US"


# TRAN-052
def test_a_declared_type_is_found(bus):
    skill = Skill(
        "oven.probe",
        templates={"bake": ["bake the bread for {duration:length} please"]},
        handlers={"bake": {}},
    )
    with Stage(bus, [skill]) as stage:
        data = stage.say("bake the bread for forty five minutes please").dispatch["data"]
    assert data["slots"] == {"length": "forty five minutes"}
    entry = {"span": [19, 37], "surface": "forty five minutes", "value": 2700}
    assert entry in data["typed_slots"]["duration"]
