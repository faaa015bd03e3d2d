"""Real Python skills: they register, match, speak, converse, stop, and come back after a restart."""

import signal

DATE_TIME = "ovos-skill-date-time.openvoiceos"
HELLO_WORLD = "ovos-skill-hello-world.openvoiceos"
PARROT = "ovos-skill-parrot.openvoiceos"
RANDOMNESS = "skill-ovos-randomness.openvoiceos"


def assert_sound(round_, skill_id):
    """The lifecycle every round has, whoever handles it, and its one end."""
    topics = [f["type"] for f in round_.frames]
    lifecycle = [
        "ovos.intent.matched",
        "ovos.intent.handler.start",
        "ovos.intent.handler.complete",
        "ovos.utterance.handled",
    ]
    assert [t for t in topics if t in lifecycle] == lifecycle
    assert round_.matched["skill_id"] == skill_id
    assert topics.count(f"{skill_id}:{round_.matched['intent_name']}") == 1


# LEG-11 LEG-12 LEG-13 LEG-14 LEG-16
def test_a_template_intent_is_answered(assistant, listen, launch):
    me = listen(assistant, DATE_TIME)
    launch(DATE_TIME, assistant.port)
    me.wait_for_skill(DATE_TIME)
    answer = me.say("what time is it in paris", session="s1").finish()
    assert_sound(answer, DATE_TIME)
    assert len(answer.said()) == 1
    topics = [f["type"] for f in answer.frames]
    dispatch = f"{DATE_TIME}:{answer.matched['intent_name']}"
    assert topics.index(f"{DATE_TIME}.activate") < topics.index(dispatch)
    order = next(f for f in answer.frames if f["type"] == dispatch)
    assert order["data"]["slots"] == {"location": "paris"}
    assert order["data"]["location"] == "paris"
    session = order["context"]["session"]
    assert session["lang"] == "en-US"
    assert session["active_skills"][0][0] == DATE_TIME
    # The words travel back to whoever asked.
    assert all(f["context"]["destination"] == "tester" for f in answer.frames if f["type"] == "speak")


# LEG-05: nobody but a true twin carries a marker.
def test_only_twins_are_marked(assistant, listen, launch):
    me = listen(assistant, DATE_TIME)
    launch(DATE_TIME, assistant.port)
    me.wait_for_skill(DATE_TIME)
    me.say("what time is it").finish()
    by_twin = {"speak": "ovos.utterance.speak"}
    for place, frame in enumerate(me.frames):
        if frame["context"].get("_namespace_compat_twin") and frame["type"] in by_twin:
            before = [f["type"] for f in me.frames[:place]]
            assert by_twin[frame["type"]] in before
        if frame["context"].get("_intent_compat_twin"):
            assert frame["type"].endswith(".intent")


# LEG-06
def test_an_utterance_in_the_older_name_is_one_round(assistant, listen, launch):
    me = listen(assistant, DATE_TIME)
    launch(DATE_TIME, assistant.port)
    me.wait_for_skill(DATE_TIME)
    answer = me.say("what time is it", topic="recognizer_loop:utterance").finish()
    assert_sound(answer, DATE_TIME)
    assert not any(f["type"] == "ovos.utterance.handle" for f in me.frames)


# LEG-08 LEG-09: the classic release of this skill registers two of its intents by keywords.
def test_keywords_and_templates_of_one_skill_are_answered(generation, assistant, listen, launch):
    me = listen(assistant, HELLO_WORLD)
    launch(HELLO_WORLD, assistant.port)
    me.wait_for_skill(HELLO_WORLD)
    for text in ("hello world", "thank you", "how are you"):
        answer = me.say(text).finish()
        assert_sound(answer, HELLO_WORLD)
        assert len(answer.said()) == 1
        if text == "thank you" and generation == "classic":
            assert answer.matched["pipeline_id"] == "keyword"
    me.send("ovos.intent.list")
    listed = me.until(lambda f: f["type"] == "ovos.intent.list.response")["data"]["intents"]
    names = [(i["intent_name"], i["lang"], i["method"]) for i in listed]
    assert len(names) == len(set(names))


# LEG-24
def test_a_skill_converses(assistant, listen, launch):
    me = listen(assistant, PARROT)
    launch(PARROT, assistant.port)
    me.wait_for_skill(PARROT)
    assert_sound(me.say("start parrot mode").finish(), PARROT)
    echo = me.say("good morning everybody").finish()
    assert_sound(echo, PARROT)
    assert echo.matched["intent_name"] == "converse"
    assert echo.said() == ["good morning everybody"]
    spoken = next(f for f in echo.frames if f["type"] in ("speak", "ovos.utterance.speak"))
    assert spoken["context"]["destination"] == "tester"
    end = me.say("stop parrot mode").finish()
    assert end.matched["intent_name"] == "converse"
    after = me.say("say nice weather").finish()
    assert after.matched["intent_name"] == "speak"
    assert after.said() == ["nice weather"]


# LEG-17 LEG-19 LEG-20
def test_a_skill_asks_back_twice(assistant, listen, launch):
    me = listen(assistant, RANDOMNESS)
    launch(RANDOMNESS, assistant.port)
    me.wait_for_skill(RANDOMNESS)
    choice = me.say("help me make a choice")
    for nth, word in enumerate(("red", "blue"), start=1):
        choice.until(f"{RANDOMNESS}.get_response.waiting", nth)
        given = me.say(word).finish()
        assert_sound(given, RANDOMNESS)
        assert given.matched["intent_name"] == "response"
        choice.until("skill.converse.get_response.disable", nth)
    choice.finish()
    assert_sound(choice, RANDOMNESS)
    assert any(word in choice.said()[-1] for word in ("red", "blue"))


# LEG-21 LEG-22
def test_a_question_is_stopped(assistant, listen, launch):
    me = listen(assistant, RANDOMNESS)
    launch(RANDOMNESS, assistant.port)
    me.wait_for_skill(RANDOMNESS)
    choice = me.say("help me make a choice")
    choice.until(f"{RANDOMNESS}.get_response.waiting")
    stop = me.say("stop everything").finish()
    assert stop.matched["intent_name"] == "global_stop"
    assert stop.count("ovos.stop") == 1
    assert stop.count("mycroft.stop") == 1
    me.until(lambda f: f["type"] == "mycroft.skills.abort_question")


def test_an_activity_is_stopped(assistant, listen, launch):
    me = listen(assistant, PARROT)
    launch(PARROT, assistant.port)
    me.wait_for_skill(PARROT)
    me.say("start parrot mode").finish()
    stop = me.say("stop").finish()
    assert_sound(stop, PARROT)
    assert stop.matched["intent_name"] == "stop"
    assert stop.count(f"{PARROT}.stop") == 1
    # Nobody repeats what is said any more.
    assert me.say("good morning everybody").finish().matched["skill_id"] != PARROT


# LEG-26
def test_a_skill_that_dies_at_work_ends_its_round(assistant, listen, launch):
    me = listen(assistant)
    skill = launch(RANDOMNESS, assistant.port)
    me.wait_for_skill(RANDOMNESS)
    choice = me.say("help me make a choice")
    choice.until(f"{RANDOMNESS}.get_response.waiting")
    skill.kill()
    choice.until("ovos.intent.handler.error")
    choice.finish()
    assert choice.count("ovos.utterance.handled") == 1
    # Nobody waits for the answer to its question any more.
    assert me.say("red").finish().matched["intent_name"] == "fallback"


# LEG-04
def test_skills_come_back_after_the_assistant_was_killed(start, listen, launch):
    enabled = ("--set", "skills.enabled=unknown.utter")
    assistant = start("run", "--set", "bus.port=0", *enabled)
    port = assistant.port
    me = listen(assistant, HELLO_WORLD)
    launch(HELLO_WORLD, port)
    me.wait_for_skill(HELLO_WORLD)
    assert_sound(me.say("how are you").finish(), HELLO_WORLD)
    assistant.stop(signal.SIGKILL)
    assistant = start("run", "--set", f"bus.port={port}", *enabled)
    assistant.wait_for("utter.ready")
    me = listen(assistant, HELLO_WORLD)
    me.wait_for_skill(HELLO_WORLD)
    answer = me.say("how are you").finish()
    assert_sound(answer, HELLO_WORLD)
    assert len(answer.said()) == 1


# LEG-30
def test_without_the_older_names_there_are_none(start, listen):
    assistant = start("run", "--set", "bus.port=0", "--set", "legacy.enabled=false")
    me = listen(assistant)
    answer = me.say("what time is it")
    answer.until("ovos.utterance.handled")
    assert not any("_namespace_compat_twin" in f["context"] for f in me.frames)
    assert not any(f["type"] == "speak" for f in me.frames)
