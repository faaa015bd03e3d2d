"""The messages that programs written against ovos-core count on, in its order, round by round.

What is asserted is every frame of the older vocabulary; the specifications' own frames come between
them and are of no concern to those programs.
"""

import pytest

COUNT = "ovos-skill-count.openvoiceos"
FALLBACK = "ovos-skill-fallback-unknown.openvoiceos"
HELLO_WORLD = "ovos-skill-hello-world.openvoiceos"
PARROT = "ovos-skill-parrot.openvoiceos"

ADAPT = "ovos-adapt-pipeline-plugin-high"
CONVERSE = "ovos-converse-pipeline-plugin"
FALLBACK_LOW = "ovos-fallback-pipeline-plugin-low"
PADATIOUS = "ovos-padatious-pipeline-plugin-high"
STOP = "ovos-stop-pipeline-plugin-high"

NO_MATCH = ["mycroft.audio.play_sound", "complete_intent_failure", "ovos.utterance.handled"]
GLOBAL_STOP = ["stop.openvoiceos.activate", "stop:global", "mycroft.stop"]

# Said by ovos-core's own parts or by skills, with the skill's id where <id> stands.
VOCABULARY = {
    "<id>.activate",
    "<id>.converse.get_response",
    "<id>.converse.ping",
    "<id>.converse.request",
    "<id>.deactivate",
    "<id>.stop",
    "<id>.stop.ping",
    "<id>.stop.response",
    "complete_intent_failure",
    "converse:skill",
    "intent.service.skills.activated",
    "intent.service.skills.deactivated",
    "mycroft.audio.play_sound",
    "mycroft.skill.handler.complete",
    "mycroft.skill.handler.error",
    "mycroft.skill.handler.start",
    "mycroft.skills.abort_question",
    "mycroft.stop",
    "ovos.skills.fallback.<id>.request",
    "ovos.skills.fallback.<id>.response",
    "ovos.skills.fallback.<id>.start",
    "ovos.skills.fallback.ping",
    "ovos.skills.fallback.pong",
    "ovos.utterance.cancelled",
    "ovos.utterance.handled",
    "question:query",
    "skill.converse.pong",
    "skill.converse.response",
    "skill.stop.pong",
    "speak",
    "stop.openvoiceos.activate",
    "stop:global",
    "stop:skill",
}


class Talk:
    """A client of the older kind: it sends its whole session, and keeps what comes back of it."""

    def __init__(self, listener, skill_id, *pipeline, **fields):
        self.listener = listener
        self.skill_id = skill_id
        self.session = {
            "active_skills": [],
            "utterance_states": {},
            "lang": "en-US",
            "pipeline": list(pipeline),
            **fields,
        }

    def say(self, text):
        return self.listener.say(
            text, session="123", topic="recognizer_loop:utterance", **self.session
        )

    def finish(self, round_):
        round_.finish()
        session = next(f for f in round_.frames if f["type"] == "ovos.utterance.handled")["context"]
        self.session["active_skills"] = session["session"]["active_skills"]
        return self.sequence(round_)

    def sequence(self, round_):
        """The older frames of a round; <id> stands for the skill's, INTENT for its dispatch."""
        found = []
        # A current client marks the dispatch under the file's name, a keyword's has one name.
        dispatches = [
            f"{self.skill_id}:{round_.matched.get('intent_name')}{suffix}"
            for suffix in (".intent", "")
        ]
        heard = [f["type"] for f in round_.frames]
        dispatch = next((d for d in dispatches if d in heard), None)
        for topic in heard:
            name = topic.replace(self.skill_id, "<id>")
            if topic == dispatch and round_.matched["intent_name"] not in (
                "converse",
                "fallback",
                "stop",
            ):
                found.append("INTENT")
            elif name in VOCABULARY:
                found.append(name)
        return found

    def active(self):
        return [skill_id for skill_id, _ in self.session["active_skills"]]


@pytest.fixture
def assistant(start):
    """Without a skill of its own."""
    return start("run", "--set", "bus.port=0", "--set", "skills.enabled=")


@pytest.fixture
def talk(assistant, listen, launch):
    def talker(skill_id, *pipeline, **fields):
        me = listen(assistant, skill_id)
        launch(skill_id, assistant.port)
        me.wait_for_skill(skill_id)
        return Talk(me, skill_id, *pipeline, **fields)

    return talker


HANDLER = ["mycroft.skill.handler.start", "speak", "mycroft.skill.handler.complete"]
INTENT_ROUND = ["<id>.activate", "INTENT", *HANDLER, "ovos.utterance.handled"]


def test_adapt(generation, talk):
    me = talk(HELLO_WORLD, ADAPT if generation == "classic" else PADATIOUS)
    assert me.finish(me.say("hello world")) == INTENT_ROUND
    assert me.active() == [HELLO_WORLD]


def test_padatious(talk):
    me = talk(HELLO_WORLD, PADATIOUS)
    assert me.finish(me.say("good morning")) == INTENT_ROUND
    assert me.active() == [HELLO_WORLD]


def test_what_is_denied_does_not_match(talk):
    me = talk(HELLO_WORLD, PADATIOUS, blacklisted_skills=[HELLO_WORLD])
    assert me.finish(me.say("good morning")) == NO_MATCH
    assert me.active() == []
    me.session["blacklisted_skills"] = []
    allowed = me.say("good morning")
    assert me.finish(allowed) == INTENT_ROUND
    me.session["blacklisted_intents"] = [f"{HELLO_WORLD}:{allowed.matched['intent_name']}.intent"]
    assert me.finish(me.say("good morning")) == NO_MATCH


def test_a_stage_that_is_not_asked_does_not_match(generation, talk):
    me = talk(HELLO_WORLD, ADAPT)
    assert me.finish(me.say("good morning")) == NO_MATCH
    if generation == "classic":
        me.session["pipeline"] = [PADATIOUS]
        assert me.finish(me.say("hello world")) == NO_MATCH


def test_no_skills(assistant, listen):
    me = Talk(listen(assistant), "nobody", PADATIOUS)
    failed = me.say("hello world")
    assert me.finish(failed) == NO_MATCH
    sound = next(f for f in failed.frames if f["type"] == "mycroft.audio.play_sound")
    assert sound["data"] == {"uri": "snd/error.mp3"}
    assert all(f["context"]["destination"] == "tester" for f in failed.frames)


def test_fallback(talk):
    me = talk(FALLBACK, FALLBACK_LOW)
    round_ = me.say("hello world")
    assert me.finish(round_) == [
        "ovos.skills.fallback.ping",
        "ovos.skills.fallback.pong",
        "ovos.skills.fallback.<id>.request",
        "ovos.skills.fallback.<id>.start",
        "speak",
        "ovos.skills.fallback.<id>.response",
        "ovos.utterance.handled",
    ]
    request = next(f for f in round_.frames if f["type"].endswith(".request"))
    assert request["data"] == {
        "utterances": ["hello world"],
        "utterance": "hello world",
        "lang": "en-US",
        "range": [0, 101],
        "skill_id": FALLBACK,
    }


# A skill of the current framework hears and answers the specification's own polls.
def poll(generation, *frames):
    return list(frames) if generation == "classic" else []


def test_converse(generation, talk):
    me = talk(PARROT, CONVERSE, PADATIOUS)
    assert me.finish(me.say("start parrot mode")) == INTENT_ROUND
    asked = poll(generation, "<id>.converse.ping", "skill.converse.pong")
    conversed = [
        *asked,
        "<id>.activate",
        "converse:skill",
        "<id>.converse.request",
        "speak",
        "skill.converse.response",
        "ovos.utterance.handled",
    ]
    assert me.finish(me.say("echo test")) == conversed
    assert me.finish(me.say("stop parrot")) == conversed
    assert me.finish(me.say("echo test")) == [*asked, *NO_MATCH]
    assert me.active() == [PARROT]


def test_stop_with_nothing_active(assistant, listen):
    me = Talk(listen(assistant), "nobody", STOP)
    assert me.finish(me.say("stop")) == [*GLOBAL_STOP, "ovos.utterance.handled"]
    assert me.finish(me.say("could you stop that song")) == NO_MATCH


def test_count(talk):
    me = talk(COUNT, STOP, PADATIOUS)
    start, speak, complete = HANDLER
    assert me.finish(me.say("count to 3")) == [
        "<id>.activate",
        "INTENT",
        start,
        speak,
        speak,
        speak,
        complete,
        "ovos.utterance.handled",
    ]


def test_an_active_skill_is_stopped(generation, talk):
    me = talk(COUNT, STOP, PADATIOUS)
    counting = me.say("count to infinity")
    counting.until("speak")
    me.session["active_skills"] = [[COUNT, 1.0]]
    stop = me.say("stop")
    stopped = me.finish(stop)
    if generation == "current":
        # It reports of this handler too, and says the older pong behind the one that counts.
        stopped = [t for t in stopped if t not in [*HANDLER, "skill.stop.pong"]]
    assert stopped == [
        *poll(generation, "<id>.stop.ping", "skill.stop.pong"),
        "stop.openvoiceos.activate",
        "stop:skill",
        "<id>.stop",
        "<id>.stop.response",
        "ovos.utterance.handled",
    ]
    me.listener.until(lambda f: f["type"] == "ovos.skills.converse.force_timeout")
    counted = me.finish(counting)
    assert counted[-2:] == ["mycroft.skill.handler.complete", "ovos.utterance.handled"]


def test_everything_is_stopped(talk):
    me = talk(COUNT, STOP, PADATIOUS)
    counting = me.say("count to infinity")
    counting.until("speak")
    # A client may send whatever session it wants: in this one nobody is active.
    stop = me.say("stop")
    stop.until(f"{COUNT}.stop.response")
    sequence = me.finish(stop)
    assert [t for t in sequence if t != "<id>.stop.response"] == [
        *GLOBAL_STOP,
        "ovos.utterance.handled",
    ]
    assert sequence.count("<id>.stop.response") == 1
    counted = me.finish(counting)
    assert counted[-2:] == ["mycroft.skill.handler.complete", "ovos.utterance.handled"]
