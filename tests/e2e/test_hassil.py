"""Home Assistant's sentence files as a stage of the running assistant."""

import json
import signal

import pytest

from conftest import message

ENGLISH = """
language: en
intents:
  Garden_Water:
    data:
      - sentences: ["(water|sprinkle) [the] {area} [for {minutes} minutes]"]
      - sentences: ["water everything here"]
        requires_context: {area: {slot: true}}
        response: here
lists:
  minutes: {range: {from: 1, to: 60}}
responses:
  intents:
    Garden_Water:
      default: "The {{ slots.area }} gets water{% if slots.minutes %} for {{ slots.minutes }} minutes{% endif %}."
      here: "All of the {{ slots.area }} gets water."
"""
GERMAN = """
language: de
intents:
  Garden_Water:
    data:
      - sentences: ["[(bitte|mal)] (gieß|wässere) (den|die|das) {area}"]
responses:
  intents:
    Garden_Water: {default: "{{ slots.area }} bekommt Wasser."}
"""
HOME = "areas: [{name: lawn, id: lawn}, {name: Rasen, id: lawn_de}]\n"


@pytest.fixture
def garden(tmp_path):
    """A folder of sentences, and the arguments that configure it."""
    folder = tmp_path / "garden"
    for language, text in (("en", ENGLISH), ("de", GERMAN)):
        (folder / language).mkdir(parents=True)
        (folder / language / "water.yaml").write_text(text)
    home = tmp_path / "home.yaml"
    home.write_text(HOME)
    return folder, ("--set", f"hassil.folders={folder}", "--set", f"hassil.home={home}")


@pytest.fixture
def gardener(start, garden):
    return start(*garden[1], "run", "--set", "bus.port=0")


def spoken(round_):
    return [m["data"]["utterance"] for m in round_ if m["type"] == "ovos.utterance.speak"]


def test_an_application_gets_the_intent_and_the_user_an_answer(gardener, client):
    me = client(gardener.url)
    round_ = me.ask("Sprinkle the lawn for five minutes", source="me")
    dispatch = next(m for m in round_ if m["type"] == "hassil:Garden_Water")
    assert dispatch["data"]["slots"] == {"area": "lawn", "minutes": "5"}
    assert dispatch["data"]["lang"] == "en-US"
    assert spoken(round_) == ["The lawn gets water for five minutes."]
    types = [m["type"] for m in round_]
    assert types.count("ovos.intent.handler.complete") == 1 and types[-1] == "ovos.utterance.handled"
    matched = next(m for m in round_ if m["type"] == "ovos.intent.matched")
    assert matched["data"]["pipeline_id"] == "hassil"


def test_it_matches_in_the_language_of_the_session_and_leaves_the_skills_theirs(gardener, client):
    me = client(gardener.url)
    german = me.ask("Gieß den Rasen", session={"session_id": "g", "lang": "de-DE"})
    assert spoken(german) == ["Rasen bekommt Wasser."]
    assert "hassil:Garden_Water" not in [m["type"] for m in me.ask("Gieß den Rasen")]
    assert any(m["type"] == "date-time.utter:time" for m in me.ask("what time is it"))


def test_where_the_user_stands_comes_from_the_session(gardener, client):
    me = client(gardener.url)
    context = {"area": {"value": "orchard"}}
    there = me.ask("water everything here", session={"session_id": "o", "intent_context": context})
    assert spoken(there) == ["All of the orchard gets water."]
    assert "hassil:Garden_Water" not in [m["type"] for m in me.ask("water everything here")]


def test_the_tools_for_authors_know_it(garden, utter):
    trace = json.loads(utter("--json", *garden[1], "explain", "water the lawn").stdout)
    assert trace["pipeline"].index("hassil") == trace["pipeline"].index("keyword") + 1
    assert trace["match"]["skill_id"] == "hassil" and "[the] {area}" in trace["stages"][-1]["reason"]
    test = utter(*garden[1], "intents", "test", "--expect", "hassil:Garden_Water", "water the lawn")
    assert test.returncode == 0 and "by hassil" in test.stdout, test.stdout + test.stderr
    other = utter(*garden[1], "intents", "test", "water the moon")
    assert other.returncode == 1 and "hassil declined: no sentence fits" in other.stdout


def test_a_bad_file_is_named_and_costs_only_its_language(garden, start, client):
    folder, arguments = garden
    (folder / "de" / "broken.yaml").write_text("language: de\nintents:\n  Garden_Water: {data: [{sentences: ['gieß (']}]}\n")
    gardener = start(*arguments, "run", "--set", "bus.port=0")
    assert f"{folder}/de/broken.yaml:3" in gardener.wait_for("hassil.language_refused")
    me = client(gardener.url)
    assert spoken(me.ask("water the lawn")) == ["The lawn gets water."]
    (folder / "de" / "broken.yaml").unlink()
    gardener._process.send_signal(signal.SIGHUP)
    gardener.wait_for("hassil.language_loaded.*lang=de-DE")
    assert spoken(me.ask("Gieß den Rasen", session={"session_id": "g", "lang": "de-DE"})) == ["Rasen bekommt Wasser."]


def test_a_program_can_be_the_handler(garden, start, client):
    gardener = start(*garden[1], "run", "--set", "bus.port=0", "--set", "hassil.answers=false")
    me, tap = client(gardener.url), client(gardener.url)
    me.send(message("ovos.utterance.handle", {"utterances": ["water the lawn"]}))
    dispatch = tap.until("hassil:Garden_Water")[-1]
    done = {"skill_id": "hassil", "intent_name": "Garden_Water", "ok": True}
    tap.send(message("ovos.utterance.speak", {"utterance": "The tap is dry.", "lang": "en-US"}, **dispatch["context"]))
    tap.send(message("utter.handler.done", done, **dispatch["context"]))
    assert spoken(me.until("ovos.utterance.handled")) == ["The tap is dry."]
