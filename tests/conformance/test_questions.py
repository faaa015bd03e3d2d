"""OVOS-COMMON-QUERY-1 and OVOS-PERSONA-1 (without a model): the worked examples, on the bus."""

import pytest

from probe import Skill, Stage, ids

PING, REQUEST = "ovos.common_query.ping", "ovos.common_query.request"
QUESTION = "what is the capital of burgundy"
CLAIM = {"can_answer": True}
SOON = {"can_answer": True, "latency_ms": 300}


def answer(text, conf):
    return {"answer": text, "conf": conf}


def knows(name, claim, response=None):
    return Skill(f"{name}.probe", answers={PING: claim, REQUEST: response})


CONTESTS = [
    # name, session, skills as (name, claim, response), what is spoken or None
    ("the surer answer", {}, [("wiki", SOON, answer("Dijon it is.", 0.85)), ("geo", SOON, answer("Dijon", 0.7))], "Dijon it is."),
    ("all too weak", {}, [("wiki", SOON, answer("Beaune", 0.3))], None),
    ("just sure enough", {}, [("wiki", SOON, answer("Dijon", 0.5))], "Dijon"),
    ("one that has none after all", {}, [("wiki", SOON, {})], None),
    ("an answer without how sure", {}, [("wiki", SOON, {"answer": "Dijon"})], None),
    ("a claim that is late but in time", {}, [("wiki", (0.3, SOON), answer("Dijon", 0.9))], "Dijon"),
    ("a text is no claim", {}, [("wiki", {"can_answer": "true"}, answer("Dijon", 0.9))], None),
    ("the general name of the field", {}, [("wiki", {"can_handle": True}, answer("Dijon", 0.9))], "Dijon"),
    ("not a denied one", {"blacklisted_skills": ["wiki.probe"]}, [("wiki", SOON, answer("Rome", 1)), ("geo", SOON, answer("Dijon", 0.7))], "Dijon"),
    ("who claims and stays silent", {}, [("wiki", SOON, None), ("geo", SOON, answer("Dijon", 0.7))], "Dijon"),
    ("another round's claim", {}, [("wiki", {**CLAIM, "context": {"utterance_id": "u0"}}, answer("Rome", 1))], None),
    ("a sure one does not cut off a surer", {}, [("fast", SOON, answer("Beaune", 0.95)), ("slow", SOON, (0.2, answer("Dijon", 0.99)))], "Dijon"),
]


# CQ-014 CQ-016 CQ-018 CQ-021 CQ-025 CQ-029 CQ-030 CQ-031 CQ-032 CQ-033 CQ-034 CQ-035
@pytest.mark.parametrize("name, session, skills, spoken", CONTESTS, ids=ids(CONTESTS))
def test_contest(bus, name, session, skills, spoken):
    with Stage(bus, [knows(*row) for row in skills], {"pipeline": ["common_query"], **session}) as stage:
        seen = stage.say(QUESTION, data={"lang": "en-US"})
        assert seen.one(PING)["data"]["utterance"] == QUESTION
        if spoken is None:
            assert seen.topics()[-2:] == ["ovos.intent.unmatched", "ovos.utterance.handled"]
            return
        assert seen.order == "common_query:common_query"
        assert seen.dispatch["data"] == {"lang": "en-US", "utterance": QUESTION, "slots": {"answer": spoken}}
        assert seen.spoken == [spoken]
        assert "active_handlers" not in seen.session()
        asked = [m["data"]["skill_id"] for m in seen.all(REQUEST)]
        denied = session.get("blacklisted_skills", [])
        assert sorted(asked) == sorted(f"{row[0]}.probe" for row in skills if f"{row[0]}.probe" not in denied)


# CQ-022
def test_who_was_not_asked_is_not_heard(bus):
    with Stage(bus, [knows("geo", SOON, answer("Dijon", 0.7))], {"pipeline": ["common_query"]}) as stage:

        def meddle(message):
            if message["type"] == REQUEST:
                data = {"utterance": QUESTION, "skill_id": "evil.probe", "answer": "Rome", "conf": 1.0}
                yield {"type": "ovos.common_query.response", "data": data, "context": message["context"]}

        assert stage.say(QUESTION, between=meddle).spoken == ["Dijon"]


# CQ-005
def test_an_order_is_no_question(bus):
    with Stage(bus, [knows("geo", SOON, answer("Dijon", 1))], {"pipeline": ["common_query"]}) as stage:
        assert not stage.say("set the table for four").all(PING)


# CQ-001
def test_where_nobody_knows_the_next_stage_is_asked(bus):
    with Stage(bus, [knows("geo", SOON, answer("Dijon", 0.1))], {"pipeline": ["common_query", "fallback"]}) as stage:
        seen = stage.say(QUESTION)
        assert seen.order == "unknown.utter:fallback"
        assert len({m["context"]["utterance_id"] for m in seen.messages[1:]}) == 1


# PERS-009 PERS-016
def test_a_persona_nobody_hosts(bus):
    with Stage(bus, [], {"pipeline": ["persona", "persona_fallback", "fallback"], "persona_id": "carol"}) as stage:
        seen = stage.say("colourless green ideas sleep")
        assert seen.order == "unknown.utter:fallback"
        assert seen.session()["persona_id"] == "carol"


# PERS-023
def test_a_question_beside_the_road_to_nobody(bus):
    with Stage(bus) as stage:
        answered = stage.query(
            "ovos.persona.query", {"persona_id": "zed", "utterance": "hi"}, answer="ovos.persona.answer"
        )["data"]
        assert (answered["persona_id"], answered["utterance"]) == ("zed", "hi")
        assert answered["error"] and "response" not in answered


# PERS-029
def test_personas_are_listed(bus):
    with Stage(bus) as stage:
        listed = stage.query("ovos.persona.list")["data"]
        assert listed["pipeline_id"] == "persona" and listed["personas"] == []
