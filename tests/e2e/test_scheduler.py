"""What is scheduled, across real processes that are killed."""

import json
import os
import signal
from datetime import datetime, timedelta, timezone

import pytest
from conftest import environment, message


def instant(seconds):
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).isoformat()


def schedule(client, record, **context):
    """Sends a request. Returns the data of its answer."""
    client.send(message("ovos.scheduler.schedule", record, skill_id="me", **context))
    return client.until("ovos.scheduler.schedule.response")[-1]["data"]


def listed(client, skill_id="me"):
    client.send(message("ovos.scheduler.list", skill_id=skill_id))
    return client.until("ovos.scheduler.list.response")[-1]["data"]["schedules"]


def fires(messages):
    return [m["context"]["scheduler"]["id"] for m in messages if m["type"] == "me.ring"]


# SCH-010 SCH-018 SCH-019 SCH-029
def test_what_is_scheduled_survives_a_kill_and_fires_once(start, client):
    first = start("run", "--set", "bus.port=0")
    me = client(first.url)
    context = {"source": "sat-7", "session": {"session_id": "sat-7", "odd": None}}
    answer = schedule(
        me, {"id": "a", "event": "me.ring", "at": instant(2), "data": {"n": [1.5, None]}}, **context
    )
    assert answer["ok"] and not answer["replaced"], answer
    assert first.stop(signal.SIGKILL) == -signal.SIGKILL

    second = start("run", "--set", "bus.port=0")
    me = client(second.url)
    fired = me.until("me.ring")[-1]
    assert fired["data"] == {"n": [1.5, None]}
    occurrence = fired["context"].pop("scheduler")
    assert fired["context"] == {"skill_id": "me", **context}
    assert occurrence["id"] == "a" and occurrence["remaining"] == 0
    assert listed(me) == []
    second.stop(signal.SIGKILL)

    third = start("run", "--set", "bus.port=0")
    me = client(third.url)
    schedule(me, {"id": "b", "event": "me.ring", "in": {"seconds": 0.2}})
    assert fires(me.until("me.ring")) == ["b"]


def test_a_timer_survives_a_kill_and_rings_for_whoever_set_it(start, client):
    first = start("run", "--set", "bus.port=0")
    kitchen = {"source": "kitchen", "session": {"session_id": "k1"}}
    client(first.url).ask("set a pasta timer for three seconds", **kitchen)
    first.stop(signal.SIGKILL)

    second = start("run", "--set", "bus.port=0")
    me = client(second.url)
    spoken = [m for m in me.until("ovos.utterance.speak")][-1]
    assert spoken["data"]["utterance"] == "Your pasta timer is up."
    assert spoken["context"]["session"]["session_id"] == "k1"
    assert spoken["context"]["destination"] == "kitchen"
    # It runs no lifecycle, and the timer is gone.
    round_ = me.ask("what timers are running", **kitchen)
    assert [m["type"] for m in round_].count("ovos.intent.handler.start") == 1
    assert "No timer is running." in [m["data"].get("utterance") for m in round_]


def test_timers_of_two_sessions_are_apart(assistant, client):
    me = client(assistant.url)
    me.ask("set a pasta timer for one hour", session={"session_id": "kitchen"})
    said = [m["data"].get("utterance") for m in me.ask("list my timers", session={"session_id": "bath"})]
    assert "No timer is running." in said


def test_one_database_is_for_one_program(start, client):
    first = start("run", "--set", "bus.port=0")
    me = client(first.url)
    second = start("run", "--set", "bus.port=0")
    line = second.wait_for(r"utter\.start_failed")
    assert "scheduler.db" in line and "another process has it open" in line
    assert second.wait() == 1
    # Nobody else's harm.
    schedule(me, {"id": "a", "event": "me.ring", "in": {"seconds": 0.1}})
    assert fires(me.until("me.ring")) == ["a"]


def test_the_state_directory_of_a_service_is_used(start, client, tmp_path, monkeypatch):
    monkeypatch.setattr("conftest.environment", lambda home: {**environment(home), "STATE_DIRECTORY": str(tmp_path / "svc")})
    run = start("run", "--set", "bus.port=0")
    schedule(client(run.url), {"id": "a", "event": "me.ring", "in": {"seconds": 3600}})
    assert os.path.exists(tmp_path / "svc" / "scheduler.db")
    assert not os.path.exists(tmp_path / ".local")


# SCH-001 SCH-005 SCH-007
@pytest.mark.parametrize(
    "change, error",
    [
        ({"at": "2031-03-29T07:30:00"}, "bad_instant"),
        ({"event": "other.ring"}, "bad_event"),
        ({"at": None}, "bad_instant"),
        ({"in": {"seconds": 5}}, "invalid_record"),
    ],
)
def test_a_bad_record_is_answered(assistant, client, change, error):
    me = client(assistant.url)
    answer = schedule(me, {"id": "a", "event": "me.ring", "at": instant(60), **change})
    assert answer["ok"] is False and answer["error"] == error and answer["reason"]
    assert listed(me) == []


# LEG-29
def test_an_event_of_an_older_skill_comes_back_and_starts_nothing(start, client):
    first = start("run", "--set", "bus.port=0")
    context = {"skill_id": "my.skill", "source": "sat", "session": {"session_id": "s"}}
    due = (datetime.now(timezone.utc) + timedelta(seconds=2)).timestamp()
    event = {"event": "my.skill:tick", "time": due, "repeat": None, "data": {"n": 1}}
    me = client(first.url)
    me.send(message("mycroft.scheduler.schedule_event", event, **context))
    assert me.until("ovos.scheduler.schedule.response")[-1]["data"]["ok"]
    first.stop(signal.SIGKILL)

    me = client(start("run", "--set", "bus.port=0").url)
    fired = me.until("my.skill:tick")[-1]
    assert fired == {"type": "my.skill:tick", "data": {"n": 1}, "context": context}
    me.send(message("ovos.scheduler.list", skill_id="me"))
    after = [m["type"] for m in me.until("ovos.scheduler.list.response")]
    assert after == ["ovos.scheduler.list", "ovos.scheduler.list.response"]


def test_what_is_asked_without_an_assistant_waits_for_one(start, utter, client):
    asked = utter("ask", "set a tea timer for one second")
    assert asked.returncode == 0, asked.stderr
    assert "tea" in asked.stdout
    assert "waits until" in asked.stderr
    run = start("run", "--set", "bus.port=0")
    run.wait_for(r"utter\.ready")
    assert json.loads(utter("ask", "--json", "list my timers", bus=run.url).stdout)["understood"]
