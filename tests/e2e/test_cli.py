"""The command line, as a person or a script uses it."""

import json
import re

import pytest


def test_asking_the_time_prints_a_sentence(utter):
    result = utter("ask", "what time is it")
    assert result.returncode == 0, result.stderr
    assert re.search(r"\d{1,2}(:\d\d)? [AP]M", result.stdout)
    assert result.stderr == ""


def test_words_need_no_quotes(utter):
    assert utter("ask", "what", "day", "is", "it").returncode == 0


# Whatever skill is loaded last, its words are known before the question comes.
@pytest.mark.parametrize("question", ["who are you", "what is your name", "list my timers", "what year is it"])
def test_every_skill_answers_the_first_question(utter, question):
    assert utter("ask", question).returncode == 0


def test_json_is_data_only(utter):
    answer = json.loads(utter("ask", "--json", "what can you do").stdout)
    assert answer["understood"] is True
    assert answer["skill_id"] == "about.utter"
    assert answer["answer"]


def test_not_being_understood_has_a_status_of_its_own(utter):
    result = utter("ask", "colourless green ideas sleep furiously")
    assert result.returncode == 3
    assert result.stdout  # it says so aloud


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["no-such-verb"], ["ask", "--audio"], ["service", "kitchen"], ["bus", "send", "a b"], ["bus", "send", "a", "{"]],
)
def test_wrong_usage_is_status_2_with_a_reason(utter, arguments):
    result = utter(*arguments)
    assert result.returncode == 2
    assert result.stderr


def test_help_names_every_verb_and_every_verb_has_help(utter):
    text = utter("--help").stdout
    for verb in ("run", "service", "ask", "explain", "say", "transcribe", "bus", "intents", "skills", "config", "doctor", "version", "completion"):
        assert verb in text
        assert verb in utter(verb, "--help").stdout


def test_the_running_assistant_is_the_one_that_answers(assistant, utter):
    assert utter("ask", "set a pasta timer for five minutes", bus=assistant.url).returncode == 0
    assert "pasta" in utter("ask", "what timers are running", bus=assistant.url).stdout.lower()
    skills = json.loads(utter("skills", "list", "--json", bus=assistant.url).stdout)
    assert skills["running"]
    assert {s["skill_id"]: s["state"] for s in skills["skills"]}["timer.utter"] == "loaded"


def test_the_bus_can_be_watched_and_talked_to(assistant, start, utter):
    watcher = start("--bus", assistant.url, "bus", "watch", "--topic", "ovos.utterance.*")
    # Both connections are in the log before anything is said, so nothing is missed.
    assistant.wait_for("bus.client_connected")
    assert utter("ask", "what day is it", bus=assistant.url).returncode == 0
    watcher.wait_for(r"^ovos\.utterance\.speak \{")
    assert watcher.stop() == 0
    result = utter(
        "bus", "send", "ovos.skills.list", "--wait", "ovos.skills.list.response", "--json", bus=assistant.url
    )
    assert json.loads(result.stdout)["data"]["ok"] is True


def test_nobody_there_is_status_4(utter):
    assert utter("bus", "send", "hello").returncode == 4
    assert utter("bus", "watch").returncode == 4


def test_a_misspelt_key_is_named_with_its_place(utter, tmp_path):
    config = tmp_path / "utter.toml"
    config.write_text("[bus]\nprot = 8182\n")
    for arguments in (["config", "check"], ["ask", "what time is it"]):
        result = utter("--config", str(config), *arguments)
        assert result.returncode == 2
        assert f"{config}:2:1" in result.stderr
        assert "bus.prot" in result.stderr and "bus.port" in result.stderr


def test_config_show_tells_where_each_value_comes_from(utter):
    shown = json.loads(utter("config", "show", "--json", UTTER_BUS_CLIENTS_MAX="7").stdout)
    assert shown["bus.clients_max"] == {"value": 7, "origin": "environment variable UTTER_BUS_CLIENTS_MAX"}
    assert shown["bus.port"]["origin"] == "default"


def test_an_unknown_skill_is_named_and_the_others_work(utter):
    result = utter("--set", "skills.enabled=tmier.utter,date-time.utter", "ask", "what time is it")
    assert result.returncode == 0
    assert "tmier.utter" in result.stderr


def test_an_unbalanced_bracket_in_a_locale_file_is_named_and_the_rest_works(utter, tmp_path):
    folder = tmp_path / "mine" / "about.utter" / "locale" / "en-US"
    folder.mkdir(parents=True)
    (folder / "who_are_you.intent").write_text("who (are you\n")
    (folder / "broken.voc").write_text("[oops\n")
    result = utter("--set", f"skills.locale_dir={tmp_path / 'mine'}", "ask", "what can you do")
    assert result.returncode == 0
    assert "broken.voc" in result.stderr and "line=1" in result.stderr


def test_doctor_finds_nothing_wrong_here(utter):
    result = utter("doctor", "--json")
    report = json.loads(result.stdout)
    assert report["ok"], report
    assert {f["about"] for f in report["findings"]} >= {"skills", "hearing", "speaking", "time zone"}


def test_version_and_completion(utter):
    assert re.fullmatch(r"utter \d+\.\d+\.\d+\n", utter("version").stdout)
    for shell in ("bash", "zsh", "fish"):
        assert "transcribe" in utter("completion", shell).stdout


def test_explain_tells_why_without_carrying_out(utter):
    trace = json.loads(utter("explain", "--json", "set a timer for five minutes").stdout)
    assert trace["match"]["skill_id"] == "timer.utter" and trace["ending"] == "matched"
    assert [stage["outcome"] for stage in trace["stages"]] == ["declined", "declined", "claimed"]
    for stage in trace["stages"]:
        assert stage.get("reason") or "score" in stage, stage
    text = utter("explain", "what time is it").stdout
    assert "matched: date-time.utter:" in text and "template" in text and "score" in text


def test_the_last_utterance_is_explained_and_replayed_under_another_configuration(assistant, utter):
    nothing_yet = utter("explain", "--last", bus=assistant.url)
    assert nothing_yet.returncode != 0 and "nothing has been said" in nothing_yet.stderr
    assert utter("ask", "what time is it", bus=assistant.url).returncode == 0
    assert "completed: date-time.utter:" in utter("explain", "--last", bus=assistant.url).stdout
    same = utter("explain", "--last", "--replay", bus=assistant.url)
    assert "the same decision" in same.stdout, same.stdout + same.stderr
    other = utter(
        "--set", "orchestrator.pipeline=fallback", "explain", "--last", "--replay", bus=assistant.url
    )
    assert "now   unknown.utter:fallback" in other.stdout, other.stdout + other.stderr


@pytest.mark.parametrize(
    "arguments", [[], ["--last", "x"], ["--replay", "x"], ["x", "--session", "7"]]
)
def test_a_wrong_explain_says_what_is_wrong(utter, arguments):
    result = utter("explain", *arguments)
    assert result.returncode == 2 and result.stderr.startswith("utter: ")
