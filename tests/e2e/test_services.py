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
        # The last resort is loaded last.
        if any(s["skill_id"] == "unknown.utter" for s in seen[-1]["data"]["skills"]):
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
    skills.wait_for("utter.connected", nth=2)
    me = client(url)
    wait_for_skills(me)
    assert answered(me, "what day is it")


def test_a_round_of_skills_that_were_killed_ends_audibly_and_the_next_ones_work(start, client):
    bus = start("service", "bus", "--set", "bus.port=0")
    core, skills = start_parts(start, bus.url)
    core.wait_for("utter.connected")
    me = client(bus.url)
    skills.wait_for("utter.connected")
    wait_for_skills(me)
    assert answered(me, "what time is it")
    skills.stop(signal.SIGKILL)
    seen = me.ask("what time is it")
    error = next(m for m in seen if m["type"] == "ovos.intent.handler.error")
    assert "still running" in error["data"]["exception"]
    spoken = [m["data"]["utterance"] for m in seen if m["type"] == "ovos.utterance.speak"]
    assert spoken == ["Sorry, something went wrong."]
    again = start("--bus", bus.url, "service", "skills")
    again.wait_for("utter.connected")
    while not me.until("ovos.skill.loaded")[-1]["data"]["skill_id"] == "unknown.utter":
        pass
    assert answered(me, "what time is it")


def test_fifty_busy_clients_survive_a_kill_of_the_bus(start, client):
    bus = start("--set", "bus.port=0", name="ovos-messagebus")
    port, url = bus.port, bus.url
    core, skills = start_parts(start, url)
    core.wait_for("utter.connected")
    skills.wait_for("utter.connected")
    watcher = start("--bus", url, "bus", "watch", "--json")
    bus.wait_for("bus.client_connected", nth=3)
    workers = [client(url) for _ in range(50)]
    wait_for_skills(workers[0])
    for number, worker in enumerate(workers):
        for _ in range(5):
            question = message(
                "ovos.utterance.handle", {"utterances": ["what time is it"]}, session={"session_id": f"w{number}"}
            )
            worker.send(question)
    bus.stop(signal.SIGKILL)
    for worker in workers:
        worker.lost()
    bus = start("--set", f"bus.port={port}", name="ovos-messagebus")
    core.wait_for("utter.connected", nth=2)
    skills.wait_for("utter.connected", nth=2)
    bus.wait_for("bus.client_connected", nth=3)  # the watcher is back too
    workers = [client(url) for _ in range(50)]
    wait_for_skills(workers[0])
    for number, worker in enumerate(workers):
        session_id = f"again{number}"
        worker.send(
            message("ovos.utterance.handle", {"utterances": ["what day is it"]}, session={"session_id": session_id})
        )
    for number, worker in enumerate(workers):
        # Everybody hears everything: each waits for the end of its own round.
        mine = []
        while "ovos.utterance.handled" not in mine:
            heard = worker.receive()
            if heard["context"].get("session", {}).get("session_id") == f"again{number}":
                mine.append(heard["type"])
        assert mine.count("ovos.utterance.speak") == 1
    watcher.wait_for("ovos.utterance.handled.*again49")
