"""The parts as processes of their own, over the bus's WebSocket."""

import signal

from conftest import message


def start_parts(start, url):
    return start("--bus", url, name="ovos-core"), start("--bus", url, "service", "skills")


def answered(one, text):
    return any(m["type"] == "ovos.utterance.speak" for m in one.ask(text))


def wait_for_skills(one):
    """Until the orchestrator is there and knows all skills, whoever of them came first."""
    while True:
        one.send(message("ovos.skills.list"))
        seen = one.until("ovos.skills.list.response")
        if len(seen[-1]["data"]["skills"]) == 4:
            return
        if not any(m["type"] == "ovos.skill.loaded" for m in seen):
            one.until("ovos.skill.loaded")


def test_three_processes_answer_like_one(start, client):
    bus = start("service", "bus", "--set", "bus.port=0")
    core, skills = start_parts(start, bus.url)
    core.wait_for("utter.connected")
    me = client(bus.url)
    skills.wait_for("utter.connected")
    wait_for_skills(me)
    assert answered(me, "what time is it")
    for part in (skills, core, bus):
        assert part.stop() == 0


def test_the_order_of_starting_does_not_matter_and_a_killed_bus_is_survived(start, client):
    bus = start("--set", "bus.port=0", name="ovos-messagebus")
    port, url = bus.port, bus.url
    core, skills = start_parts(start, url)
    core.wait_for("utter.connected")
    skills.wait_for("utter.connected")
    bus.stop(signal.SIGKILL)
    core.wait_for("bus.connection_lost")
    bus = start("--set", f"bus.port={port}", name="ovos-messagebus")
    bus.wait_for("utter.ready")
    core.wait_for("utter.connected", nth=2)
    me = client(url)
    wait_for_skills(me)
    assert answered(me, "what day is it")
