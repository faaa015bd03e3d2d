"""OVOS-CONVERSE-1, OVOS-STOP-1 and OVOS-FALLBACK-1: who is asked, who wins, what it costs."""

import time

import pytest

from probe import Skill, Stage, ids

YES = {"can_handle": True}
NO = {"can_handle": False}


def handlers(*rows):
    return [{"skill_id": skill_id, "activated_at": float(at)} for skill_id, at in rows]


def skill(name, ping, answer, **more):
    done = {intent: {} for intent in ("converse", "response", "stop", "fallback")}
    return Skill(name, handlers=done, answers={ping: answer}, **more)


def recent(*rows):
    now = int(time.time())  # any fraction may come back different in its last digit
    return handlers(*((name, now - age) for name, age in rows))


CONVERSE = [
    # name, answers of quiz (newer) and chat (older), dispatch
    ("the most recent that wants it", YES, YES, "quiz.probe:converse"),
    ("however late, while it is in time", (0.15, YES), YES, "quiz.probe:converse"),
    ("else the next", NO, YES, "chat.probe:converse"),
    ("silence is a no", None, YES, "chat.probe:converse"),
    ("a text is a no", {"can_handle": "true"}, YES, "chat.probe:converse"),
    ("a number is a no", {"can_handle": 1}, YES, "chat.probe:converse"),
    ("the first answer counts", [NO, YES], YES, "chat.probe:converse"),
    ("the older name of the field", {"result": True}, NO, "quiz.probe:converse"),
    ("another round's answer is none", {**YES, "context": {"utterance_id": "u0"}}, YES, "chat.probe:converse"),
    ("another session's answer is none", {**YES, "context": {"session": {"session_id": "x"}}}, YES, "chat.probe:converse"),
    ("nobody", NO, NO, None),
]


# CONV-011 CONV-013 CONV-016 CONV-021 CONV-023 CONV-026 CONV-028 PIPE-024 PIPE-025 PIPE-026 PIPE-028
@pytest.mark.parametrize("name, quiz, chat, order", CONVERSE, ids=ids(CONVERSE))
def test_converse(bus, name, quiz, chat, order):
    ping = "ovos.converse.ping"
    skills = [skill("quiz.probe", ping, quiz), skill("chat.probe", ping, chat)]
    listed = recent(("quiz.probe", 1), ("chat.probe", 60))
    with Stage(bus, skills, {"converse_handlers": listed, "pipeline": ["converse"]}) as stage:
        seen = stage.say("blue", data={"lang": "en-US"})
        assert seen.order == order
        asked = seen.one(ping)
        assert asked["data"] == {"utterances": ["blue"], "lang": "en-US"}
        if order:
            assert seen.dispatch["data"] == {"lang": "en-US", "utterance": "blue", "slots": {}}
            assert seen.session(":")["converse_handlers"][0]["skill_id"] == order.split(":")[0]
            assert "active_handlers" not in seen.session(":")
        else:
            assert seen.session()["converse_handlers"] == listed


def test_nobody_in_a_conversation_is_not_polled(bus):
    with Stage(bus, [], {"pipeline": ["converse"]}) as stage:
        assert not stage.say("blue").all("ovos.converse.ping")


RESPONSES = [
    # name, response_mode, converse_handlers, dispatch, polled
    ("who asked gets the answer", ("quiz.probe", 30), ["quiz.probe"], "quiz.probe:response", False),
    ("not when it is too late", ("quiz.probe", -1), ["quiz.probe"], None, True),
    ("not a stranger", ("evil.probe", 30), ["quiz.probe"], None, True),
]


# CONV-009 CONV-017 CONV-018 CONV-019 CONV-020
@pytest.mark.parametrize("name, mode, listed, order, polled", RESPONSES, ids=ids(RESPONSES))
def test_response_mode(bus, name, mode, listed, order, polled):
    holder, seconds = mode
    session = {
        "pipeline": ["converse"],
        "converse_handlers": recent(*((one, 1) for one in listed)),
        "response_mode": {"skill_id": holder, "expires_at": time.time() + seconds},
    }
    with Stage(bus, [skill("quiz.probe", "ovos.converse.ping", NO)], session) as stage:
        seen = stage.say("yes")
        assert seen.order == order
        assert bool(seen.all("ovos.converse.ping")) == polled
        if order:
            assert "response_mode" not in seen.session(":")


# CONV-039
def test_who_converses_is_told(bus):
    listed = recent(("quiz.probe", 5))
    with Stage(bus) as stage:
        session = {"session_id": "probe-list", "converse_handlers": listed}
        answer = stage.query("ovos.converse.active.list", context={"session": session})
        assert answer["data"] == {"converse_handlers": listed}


STOP = [
    # name, active handlers, answers by skill, denied, dispatch
    ("the one that says it can", [("timer", 300), ("music", 200)], {"timer": NO, "music": YES}, [], "music.probe:stop"),
    ("nobody says so: the most recent", [("timer", 300), ("music", 200)], {}, [], "timer.probe:stop"),
    ("both: the most recent", [("timer", 300), ("music", 200)], {"timer": YES, "music": YES}, [], "timer.probe:stop"),
    ("a tie: the head of the list", [("timer", 100), ("music", 100)], {"timer": YES, "music": YES}, [], "timer.probe:stop"),
    ("time beats place", [("timer", 100), ("music", 900)], {"timer": YES, "music": YES}, [], "music.probe:stop"),
    ("a denied one never", [("timer", 300), ("music", 200)], {"timer": YES, "music": YES}, ["timer.probe"], "music.probe:stop"),
    ("only a denied one: nobody", [("timer", 300)], {"timer": YES}, ["timer.probe"], None),
    ("nothing active: everything", [], {}, [], "stop:global_stop"),
    ("only the stage itself: everything", [("stop", 300)], {}, [], "stop:global_stop"),
]


# STOP-006 STOP-010 STOP-011 STOP-012 STOP-013 STOP-014 STOP-027 STOP-031 PIPE-059
@pytest.mark.parametrize("name, active, answers, denied, order", STOP, ids=ids(STOP))
def test_stop(bus, name, active, answers, denied, order):
    skills = [skill(f"{who}.probe", "ovos.stop.ping", answers.get(who)) for who in ("timer", "music")]
    rows = handlers(*((who if who == "stop" else f"{who}.probe", at) for who, at in active))
    session = {"pipeline": ["stop"], "blacklisted_skills": denied}
    if rows:
        session["active_handlers"] = rows
    with Stage(bus, skills, session) as stage:
        seen = stage.say("stop")
        assert seen.order == order
        assert bool(seen.all("ovos.stop")) == (order == "stop:global_stop")
        if order and order != "stop:global_stop":
            stopped = order.split(":")[0]
            assert stopped not in [h["skill_id"] for h in seen.session(":").get("active_handlers", [])]
            assert seen.session(":")["converse_handlers"][0]["skill_id"] == stopped


# STOP-005 STOP-025 STOP-026 STOP-028
def test_stop_everything_asks_nobody(bus):
    session = {"pipeline": ["stop"], "active_handlers": handlers(("timer.probe", 1))}
    with Stage(bus, [skill("timer.probe", "ovos.stop.ping", YES)], session) as stage:
        seen = stage.say("stop everything")
        assert not seen.all("ovos.stop.ping") and seen.order == "stop:global_stop"
        assert [h["skill_id"] for h in seen.session()["active_handlers"]] == ["stop"]


# STOP-030
def test_a_question_ends_with_its_skill(bus):
    session = {
        "pipeline": ["stop"],
        "active_handlers": handlers(("quiz.probe", 5)),
        "response_mode": {"skill_id": "quiz.probe", "expires_at": time.time() + 30},
    }
    with Stage(bus, [skill("quiz.probe", "ovos.stop.ping", YES)], session) as stage:
        seen = stage.say("stop")
        assert seen.order == "quiz.probe:stop" and "response_mode" not in seen.session(":")


# STOP-024
def test_no_stop_is_no_stop(bus):
    with Stage(bus, [], {"pipeline": ["stop"]}) as stage:
        assert stage.say("do not miss the bus stop near the church").order is None


FALLBACK = [
    # name, session, answers of wiki (30), web (60) and idk (95), dispatch
    ("by priority", {}, (NO, (0.05, YES), YES), "web.probe:fallback"),
    ("a text is a no", {}, ({"can_handle": "true"}, YES, YES), "web.probe:fallback"),
    ("as the session prefers", {"fallback_handlers": ["idk.probe", "ghost"]}, (YES, YES, YES), "idk.probe:fallback"),
    ("no preference is none", {"fallback_handlers": []}, (YES, YES, YES), "wiki.probe:fallback"),
    ("not a denied one", {"blacklisted_skills": ["wiki.probe"]}, (YES, YES, YES), "web.probe:fallback"),
    ("nobody", {"blacklisted_skills": ["unknown.utter"]}, (NO, NO, NO), None),
]


# FALL-009 FALL-013 FALL-015 FALL-017 FALL-020 FALL-021 FALL-022 FALL-024
@pytest.mark.parametrize("name, session, answers, order", FALLBACK, ids=ids(FALLBACK))
def test_fallback(bus, name, session, answers, order):
    skills = [
        skill(f"{who}.probe", "ovos.fallback.ping", answer, setup=[("ovos.fallback.register", {"priority": priority})])
        for who, priority, answer in zip(("wiki", "web", "idk"), (30, 60, 95), answers)
    ]
    with Stage(bus, skills, {"pipeline": ["fallback"], **session}) as stage:
        seen = stage.say("who was ada", data={"lang": "en-US"})
        assert seen.one("ovos.fallback.ping")["data"] == {"utterances": ["who was ada"], "lang": "en-US"}
        assert seen.order == order
        if order:
            assert seen.dispatch["data"] == {"lang": "en-US", "utterance": "who was ada", "slots": {}}
            assert seen.session(":")["active_handlers"][0]["skill_id"] == order.split(":")[0]
        else:
            assert seen.topics()[-2:] == ["ovos.intent.unmatched", "ovos.utterance.handled"]


# FALL-005 FALL-006 FALL-008
def test_a_fallback_of_one_session(bus):
    kid = Skill("kid.probe", handlers={"fallback": {}}, answers={"ovos.fallback.ping": YES})
    with Stage(bus, [kid], {"pipeline": ["fallback"]}) as stage:
        own = {"skill_id": "kid.probe", "session": {"session_id": stage.session["session_id"]}}
        data = {"skill_id": "kid.probe", "priority": 10}
        stage.send({"type": "ovos.fallback.register", "data": data, "context": own})
        stage.send({"type": "ovos.fallback.deregister", "data": data, "context": {"skill_id": "kid.probe"}})
        assert stage.say("who was ada").order == "kid.probe:fallback"
        elsewhere = Stage(bus, [], {"pipeline": ["fallback"], "blacklisted_skills": ["unknown.utter"]})
        assert elsewhere.say("who was ada").order is None
        stage.send({"type": "ovos.fallback.deregister", "data": data, "context": own})


POLLED_EARLY = [
    # An answer that settles the outcome ends the window: well under the half second it may take.
    ("converse", {"converse_handlers": "quiz.probe"}, "ovos.converse.ping"),
    ("stop", {"active_handlers": "quiz.probe"}, "ovos.stop.ping"),
]


# PIPE-029
@pytest.mark.parametrize("stage_name, field, ping", POLLED_EARLY, ids=ids(POLLED_EARLY))
def test_an_outcome_that_is_settled_is_not_waited_for(bus, stage_name, field, ping):
    ((name, who),) = field.items()
    session = {"pipeline": [stage_name], name: recent((who, 1), ("silent.probe", 9))}
    with Stage(bus, [skill(who, ping, YES)], session) as stage:
        explained = stage.query("ovos.skills.list")  # the assistant is idle
        assert explained
        assert stage.say("stop" if stage_name == "stop" else "blue").order.startswith(who)
        trace = stage.query("utter.traces.list", {"session_id": stage.session["session_id"]})["data"]["traces"][0]
        assert trace["stages"][0]["reason"] == f"{who} claimed; silent.probe said nothing"
