"""Python skills that answer questions take part in common query, next to one that knows the
specification only."""

import pathlib
import sys
import threading

import pytest

e2e = sys.modules["e2e"]  # made by conftest.py

HERE = pathlib.Path(__file__).parent
GEOGRAPHY = "geography.utter-test"
OLD_GEOGRAPHY = "old-geography.utter-test"


@pytest.fixture
def geography(assistant, listen, launch):
    me = listen(assistant, GEOGRAPHY)
    launch(GEOGRAPHY, assistant.port, HERE / "skills" / "geography")
    me.wait_for_skill(GEOGRAPHY)
    return me


def topics(round_, *wanted):
    return [f["type"] for f in round_.frames if f["type"] in wanted]


# CQ-016 CQ-036
def test_a_question_is_answered_by_the_skill_that_knows(geography):
    answer = geography.say("what is the capital of france", session="s1").finish()
    assert answer.matched["skill_id"] == answer.matched["intent_name"] == "common_query"
    assert answer.matched["slots"] == {"answer": "Paris is the capital of France."}
    assert answer.said() == ["Paris is the capital of France."]
    action = f"question:action.{GEOGRAPHY}"
    order = [
        "ovos.common_query.ping",
        "ovos.common_query.request",
        "question:query",
        "common_query:common_query",
        action,
        "mycroft.skill.handler.start",
        "mycroft.skill.handler.complete",
        "ovos.intent.handler.complete",
        "ovos.utterance.handled",
    ]
    assert topics(answer, *order) == order
    # What the skill wanted to do besides, it has done.
    assert answer.count("geography.answered") == 1
    assert all(f["context"]["destination"] == "tester" for f in answer.frames if f["type"] == "speak")


def test_a_guess_is_left_to_the_last_resort(geography):
    guess = geography.say("where is atlantis").finish()
    assert guess.matched["intent_name"] == "fallback"
    assert guess.count("question:query") == 1
    assert guess.count(f"question:action.{GEOGRAPHY}") == 0


def test_an_order_is_put_to_nobody(geography):
    order = geography.say("open the door to france").finish()
    assert order.matched["intent_name"] == "fallback"
    assert order.count("question:query") == 0


class NativeSkill:
    """A skill that knows the specification only, and is sure of itself."""

    def __init__(self, connection):
        self._connection = connection
        self._thread = threading.Thread(target=self._answer_one, daemon=True)
        self._thread.start()

    def join(self):
        self._thread.join()

    def _answer_one(self):
        frame = self._connection.until("ovos.common_query.ping")[-1]
        self._reply(frame, "ovos.common_query.pong", {"can_answer": True})
        while frame["data"].get("skill_id") != "native.test":
            frame = self._connection.until("ovos.common_query.request")[-1]
        self._reply(frame, "ovos.common_query.response", {"answer": "Paris.", "conf": 0.95})

    def _reply(self, frame, topic, data):
        data = {"skill_id": "native.test", "utterance": frame["data"]["utterance"], **data}
        self._connection.send(e2e.message(topic, data, **frame["context"]))


# CQ-032
def test_the_surer_of_two_worlds_wins(geography, client, assistant):
    native = NativeSkill(client(assistant.url))
    answer = geography.say("what is the capital of france").finish()
    native.join()
    assert answer.said() == ["Paris."]
    assert answer.count(f"question:action.{GEOGRAPHY}") == 0


def test_the_older_class_of_skill_is_asked_too(generation, assistant, listen, launch):
    if generation != "classic":
        pytest.skip("later releases of the framework have no such class")
    me = listen(assistant, OLD_GEOGRAPHY)
    launch(OLD_GEOGRAPHY, assistant.port, HERE / "skills" / "old_geography")
    me.wait_for_skill(OLD_GEOGRAPHY)
    answer = me.say("what is the capital of spain").finish()
    assert answer.said() == ["Madrid is the capital of Spain."]
    assert answer.count("question:action") == 1
    assert answer.count("ovos.utterance.handled") == 1
