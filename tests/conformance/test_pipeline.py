"""OVOS-PIPELINE-1: the worked examples of its digest, on the bus."""

import pytest

from probe import Skill, Stage, ids

LIFECYCLE = [
    "ovos.utterance.handle",
    "ovos.intent.matched",
    "ovos.intent.handler.start",
    "jazz.probe:play",
    "ovos.utterance.speak",
    "ovos.intent.handler.complete",
    "ovos.utterance.handled",
]
UNMATCHED = ["ovos.utterance.handle", "ovos.intent.unmatched", "ovos.utterance.handled"]


def jazz(**handler):
    return Skill(
        "jazz.probe",
        templates={"play": ["put on {genre} records"]},
        handlers={"play": {"speak": ["Playing."], **handler}},
    )


# PIPE-001 PIPE-048 PIPE-053 PIPE-054 PIPE-055 PIPE-060 PIPE-064 PIPE-069 PIPE-071
def test_matched_and_completed(bus):
    with Stage(bus, [jazz()]) as stage:
        seen = stage.say("put on blues records", data={"lang": "en-US"})
    assert seen.topics() == LIFECYCLE
    assert seen.one("ovos.intent.matched")["data"] == {
        "skill_id": "jazz.probe",
        "intent_name": "play",
        "lang": "en-US",
        "utterance": "put on blues records",
        "slots": {"genre": "blues"},
        "pipeline_id": "template",
    }
    assert seen.dispatch["data"] == {"lang": "en-US", "utterance": "put on blues records", "slots": {"genre": "blues"}}
    context = seen.dispatch["context"]
    assert (context["skill_id"], context["pipeline_id"], context["destination"]) == ("jazz.probe", "template", "probe")
    assert len({m["context"]["utterance_id"] for m in seen.messages[1:]}) == 1
    for topic in ("ovos.intent.handler.start", "ovos.intent.handler.complete"):
        assert seen.one(topic)["data"] == {"skill_id": "jazz.probe", "intent_name": "play"}
    for field in ("active_handlers", "converse_handlers"):
        assert [h["skill_id"] for h in seen.session(":")[field]] == ["jazz.probe"]


POLICIES = [
    # name, session, topics of the round
    ("a denied stage is not asked, its next one is", {"pipeline": ["template", "keyword"], "blacklisted_pipelines": ["template"]}, UNMATCHED),
    ("a denied skill does not match", {"pipeline": ["template"], "blacklisted_skills": ["jazz.probe"]}, UNMATCHED),
    ("a denied intent does not match", {"pipeline": ["template"], "blacklisted_intents": ["jazz.probe:play"]}, UNMATCHED),
    ("a bare name denies nothing", {"pipeline": ["template"], "blacklisted_intents": ["play"]}, LIFECYCLE),
    ("a pipeline nobody serves is none", {"pipeline": ["ghost"]}, UNMATCHED),
    ("who is unknown is passed over", {"pipeline": ["ghost", "template"], "blacklisted_pipelines": ["nobody"]}, LIFECYCLE),
    ("an empty pipeline is the usual one", {"pipeline": []}, LIFECYCLE),
]


# PIPE-030 PIPE-031 PIPE-032 PIPE-033 PIPE-034 PIPE-035 PIPE-036 PIPE-037 PIPE-070
@pytest.mark.parametrize("name, session, topics", POLICIES, ids=ids(POLICIES))
def test_policy(bus, name, session, topics):
    with Stage(bus, [jazz()], session) as stage:
        seen = stage.say("put on blues records")
        assert seen.topics() == topics
        if topics is UNMATCHED:
            data = seen.one("ovos.intent.unmatched")["data"]
            assert data == {"utterances": ["put on blues records"], "lang": "en-US"}


# PIPE-048 PIPE-064 PIPE-066
def test_a_handler_that_fails(bus):
    with Stage(bus, [jazz(fails="boom")]) as stage:
        seen = stage.say("put on blues records")
    assert seen.one("ovos.intent.handler.error")["data"] == {
        "skill_id": "jazz.probe",
        "intent_name": "play",
        "exception": "boom",
    }
    assert seen.topics()[-2:] == ["ovos.intent.handler.error", "ovos.utterance.handled"]
    assert not seen.all("ovos.intent.unmatched")


LANGUAGES = [
    ("of the message first", {"lang": "en-US"}, {"session_id": "x", "stt_lang": "de-DE"}, "en-US"),
    ("then what was listened in", {}, {"stt_lang": "de-DE", "lang": "en-US"}, "de-DE"),
    ("one that is not enabled is passed over", {}, {"stt_lang": "pt-PT", "detected_lang": "de-DE"}, "de-DE"),
    ("then what was asked for", {}, {"request_lang": "de-DE", "lang": "en-US"}, "de-DE"),
    ("then the session's", {}, {"lang": "de-DE"}, "de-DE"),
    ("at last the device's", {}, {"lang": "ja-JP"}, "en-US"),
]


# PIPE-010
@pytest.mark.parametrize("name, data, session, lang", LANGUAGES, ids=ids(LANGUAGES))
def test_language(bus, name, data, session, lang):
    with Stage(bus, [], {**session, "pipeline": ["template"]}) as stage:
        seen = stage.say("hum di dum", data=data)
    assert seen.one("ovos.intent.unmatched")["data"]["lang"] == lang


EMPTY = [
    ("none", []),
    ("blanks", ["", "  "]),
    ("no strings", [1, None, {}]),
]


# PIPE-040
@pytest.mark.parametrize("name, utterances", EMPTY, ids=ids(EMPTY))
def test_nothing_said(bus, name, utterances):
    with Stage(bus, []) as stage:
        seen = stage.say(*utterances)
    assert seen.topics() == UNMATCHED


# PIPE-050 PIPE-052
def test_a_round_inside_a_round(bus):
    """What is said while a handler waits for it is a round of its own that ends first."""
    asking = Skill(
        "quiz.probe",
        templates={"start": ["begin the quiz about {topic}"]},
        handlers={
            "start": {
                "speak": ["Ready?"],
                "never": True,
                "session": {"response_mode": {"skill_id": "quiz.probe", "expires_at": 9e9}},
            },
            "response": {"speak": ["Good."]},
        },
    )
    with Stage(bus, [asking]) as stage:
        outer = {}

        def inside(message):
            if message["type"] == "quiz.probe:start":
                outer.update(message)
            if message["type"] == "ovos.utterance.speak" and message["data"]["utterance"] == "Ready?":
                answer = {**message["context"], "source": "probe"}
                answer.pop("destination", None)
                yield {"type": "ovos.utterance.handle", "data": {"utterances": ["yes"]}, "context": answer}
            if message["type"] == "ovos.utterance.handled" and message["context"]["utterance_id"] != outer["context"]["utterance_id"]:
                done = {"skill_id": "quiz.probe", "intent_name": "start", "ok": True}
                yield {"type": "utter.handler.done", "data": done, "context": outer["context"]}

        inner = stage.say("begin the quiz about birds", between=inside)
        assert "quiz.probe:response" in inner.topics()
        assert inner.handled["context"]["utterance_id"] != outer["context"]["utterance_id"]
        rest = stage.bus.until("ovos.utterance.handled")
        assert rest[-1]["context"]["utterance_id"] == outer["context"]["utterance_id"]


# PIPE-073 PIPE-074
@pytest.mark.parametrize("plugin", ["stop", "converse", "template", "keyword", "media", "common_query", "persona", "fallback"])
def test_introspection(bus, plugin):
    with Stage(bus, [jazz()]) as stage:
        answer = stage.query(f"ovos.pipeline.{plugin}.intents.list", {"skill_id": "jazz.probe", "later": 1})["data"]
    assert answer["pipeline_id"] == plugin
    expected = [{"skill_id": "jazz.probe", "intent_name": "play", "lang": "en-US"}]
    assert answer["intents"] == (expected if plugin == "template" else [])


# PIPE-044 PIPE-045
def test_a_required_slot(bus):
    skill = Skill(
        "tea.probe",
        templates={"brew": {"samples": ["brew some [{kind}] infusion"], "required_slots": ["kind"]}},
        handlers={"brew": {}},
    )
    with Stage(bus, [skill], {"pipeline": ["template"]}) as stage:
        assert stage.say("brew some infusion").topics() == UNMATCHED
        assert stage.say("brew some green infusion").order == "tea.probe:brew"


# PIPE-063
@pytest.mark.parametrize("name", ["converse", "response", "stop", "fallback", "common_query"])
def test_reserved_names_are_nobodys(bus, name):
    skill = Skill("greedy.probe", templates={name: ["take this whole sentence"]})
    with Stage(bus, [skill], {"pipeline": ["template"]}) as stage:
        assert stage.say("take this whole sentence").topics() == UNMATCHED
        listed = stage.query("ovos.intent.list", {"skill_id": "greedy.probe"})["data"]["intents"]
    assert listed == []


# PIPE-061 TRAN-053
def test_typed_slots_of_the_producer(bus):
    typed = {
        "number": [{"span": [0, 3], "surface": "put", "value": 2}],
        "hotel": [{"span": [0, 3], "surface": "put", "value": 1}],
        "date": [],
    }
    with Stage(bus, [jazz()]) as stage:
        seen = stage.say("put on blues records", data={"typed_slots": typed})
        assert seen.dispatch["data"]["typed_slots"] == {"number": typed["number"]}
        assert "typed_slots" not in stage.say("put on soul records").dispatch["data"]
