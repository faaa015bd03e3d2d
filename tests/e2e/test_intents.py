"""The tools for authors of skills: `utter intents test` and `utter intents lint`."""

import json
import re

import pytest

from conftest import message

DIM = {
    "skill_id": "lamp.skill",
    "intent_name": "dim",
    "lang": "en-US",
    "required": [{"name": "verb", "samples": ["dim", "lower"]}],
    "one_of": [[{"name": "lamp", "samples": ["lamp"]}, {"name": "fan", "samples": ["fan"]}]],
    "excluded": [{"name": "negation", "samples": ["not"]}],
}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(folder)


@pytest.fixture
def tea(tmp_path):
    """A skill that makes tea, as its author's checkout has it."""
    return write(
        tmp_path / "tea.me",
        {
            "locale/en-US/brew.intent": "(make|brew) [me] [a cup of] {kind} tea\n(make|brew) [me] [some] tea\n",
            "locale/en-US/kind.entity": "green\nblack\n",
            "locale/en-US/wash.intent": "wash the (cup|cups|pot)\n",
            "locale/de-DE/brew.intent": "(mach|koch) [mir] [einen] {kind} tee\n(mach|koch) [mir] [einen] tee\n",
            "locale/de-DE/kind.entity": "grünen\nschwarzen\n",
            "locale/de-DE/wash.intent": "spül die (tasse|tassen|kanne)\n",
        },
    )


@pytest.fixture
def lamp(tmp_path):
    """A keyword intent as `utter bus watch --json` prints its registration."""
    file = tmp_path / "lamp.jsonl"
    file.write_text(message("ovos.utterance.speak", {"utterance": "hi"}) + "\n" + message("ovos.intent.register.keyword", DIM) + "\n")
    return str(file)


def outcomes(report):
    return {stage["pipeline_id"]: stage["outcome"] for stage in report["stages"]}


def test_a_template_is_named_with_its_slots_and_its_stage(utter, tea):
    result = utter("intents", "test", "--skill", tea, "brew a cup of green tea")
    assert result.returncode == 0, result.stderr
    assert "matches tea.me:brew in en-US by template" in result.stdout
    assert re.search(r"^  kind: green$", result.stdout, re.M)
    assert re.search(r"^template claimed: .*score 0\.\d\d", result.stdout, re.M)


def test_another_language_of_the_folder_is_asked_whatever_is_configured(utter, tea):
    result = utter("--json", "intents", "test", "--skill", tea, "--lang", "de", "Mach mir einen schwarzen Tee!")
    assert result.returncode == 0, result.stderr
    match = json.loads(result.stdout)["match"]
    assert (match["intent_name"], match["lang"], match["slots"]) == ("brew", "de-DE", {"kind": "schwarzen"})


def test_what_nobody_foresaw_is_weighed_with_the_configured_confidence(utter, tea):
    sentence = "could you brew some tea for everyone here"
    found = json.loads(utter("--json", "intents", "test", "--skill", tea, sentence).stdout)
    assert found["match"]["stage"] == "phrasing"
    assert outcomes(found) == {"template": "declined", "keyword": "declined", "phrasing": "claimed"}
    score = found["match"]["score"]
    assert 0.6 <= score < 1
    strict = utter("--json", "--set", f"orchestrator.phrasing_confidence={score + 0.01}", "intents", "test", "--skill", tea, sentence)
    assert strict.returncode == 1
    refusal = json.loads(strict.stdout)["stages"][-1]
    assert refusal["outcome"] == "declined" and refusal["reason"] and refusal["score"] == score


def test_only_the_stages_of_the_pipeline_are_asked_and_in_its_order(utter, tea, lamp):
    arguments = ("--json", "--set", "orchestrator.pipeline=keyword,stop,template,fallback", "intents", "test")
    report = json.loads(utter(*arguments, "--skill", tea, "--register", lamp, "make tea").stdout)
    assert [stage["pipeline_id"] for stage in report["stages"]] == ["keyword", "template"]
    none = utter("--set", "orchestrator.pipeline=stop,fallback", "intents", "test", "--skill", tea, "make tea")
    assert none.returncode == 2 and "orchestrator.pipeline" in none.stderr


def test_what_nearly_matched_says_what_it_lacks(utter, tea):
    result = utter("intents", "test", "--skill", tea, "wash my car")
    assert result.returncode == 1
    assert result.stdout.startswith("matches nothing\n")
    for stage in ("template", "keyword", "phrasing"):
        assert re.search(rf"^{stage} declined: .+", result.stdout, re.M), result.stdout
    assert re.search(r"""^near tea\.me:wash "wash the \w+": lacks 'the', '\w+', does not know 'my', 'car'$""", result.stdout, re.M)


def test_a_keyword_intent_matches_by_its_vocabularies(utter, lamp):
    result = utter("--json", "intents", "test", "--register", lamp, "--expect", "lamp.skill:dim", "would you lower that lamp")
    assert result.returncode == 0, result.stderr
    match = json.loads(result.stdout)["match"]
    assert match["stage"] == "keyword" and match["slots"] == {"verb": "lower", "lamp": "lamp"}


def test_a_keyword_intent_that_nearly_matched_names_vocabularies(utter, lamp):
    lacking = utter("intents", "test", "--register", lamp, "dim the sun")
    assert lacking.returncode == 1
    assert """near lamp.skill:dim "<verb> (<lamp>|<fan>)": lacks '(<lamp>|<fan>)'""" in lacking.stdout
    denied = utter("intents", "test", "--register", lamp, "do not dim the lamp")
    assert denied.returncode == 1
    assert """near lamp.skill:dim "<verb> (<lamp>|<fan>)": does not take 'not'""" in denied.stdout


def test_the_next_best_is_named(utter, tea, tmp_path):
    other = write(tmp_path / "kettle.me", {"locale/en-US/boil.intent": "(make|boil) [me] [some] {thing}\n", "locale/en-US/thing.entity": "water\n"})
    report = json.loads(utter("--json", "intents", "test", "--skill", tea, "--skill", other, "make some tea").stdout)
    assert report["match"]["intent_name"] == "brew"
    assert report["stages"][0]["runner_up"] == "kettle.me:boil"


def test_another_intent_than_the_expected_fails(utter, tea):
    result = utter("intents", "test", "--skill", tea, "--expect", "wash", "make tea")
    assert result.returncode == 1
    assert "expected wash" in result.stderr and "matches tea.me:brew" in result.stdout
    for expected in ("brew", "tea.me:brew"):
        assert utter("intents", "test", "--skill", tea, "--expect", expected, "make tea").returncode == 0


def test_without_a_folder_the_enabled_skills_decide_as_they_do_for_explain(utter):
    for sentence in ("set a timer for five minutes", "could you maybe put five minutes on the clock", "paint the fence"):
        test = json.loads(utter("--json", "intents", "test", sentence).stdout)
        explained = json.loads(utter("--json", "explain", sentence).stdout)
        asked = {stage["pipeline_id"]: stage for stage in explained["stages"]}
        for stage in test["stages"]:
            for what in ("outcome", "reason", "score", "runner_up"):
                assert stage.get(what) == asked[stage["pipeline_id"]].get(what), sentence


def test_the_running_assistant_is_asked_for_what_was_registered_with_it(assistant, client, utter):
    program = client(assistant.url)
    program.send(message("ovos.intent.register.keyword", DIM))
    program.until("ovos.intent.register.keyword")
    result = utter("intents", "test", "dim my lamp", bus=assistant.url)
    assert result.returncode == 0, result.stderr
    assert "matches lamp.skill:dim in en-US by keyword" in result.stdout
    unspoken = utter("intents", "test", "--lang", "fi-FI", "dim my lamp", bus=assistant.url)
    assert unspoken.returncode == 2 and "fi-FI" in unspoken.stderr


def test_what_cannot_be_read_is_named(utter, tea, tmp_path):
    assert utter("intents", "test", "--skill", str(tmp_path / "none"), "make tea").returncode == 2
    broken = tmp_path / "broken.jsonl"
    broken.write_text(message("ovos.intent.register.keyword", DIM) + "\n{\n")
    result = utter("intents", "test", "--register", str(broken), "make tea")
    assert result.returncode == 2 and f"{broken}:2: " in result.stderr
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(message("ovos.intent.register.keyword", {**DIM, "required": "dim"}) + "\n")
    result = utter("intents", "test", "--register", str(wrong), "dim the lamp")
    assert result.returncode == 1 and "'required'" in result.stderr
    assert utter("intents", "test").returncode == 2


# A skill of each kind that the linter complains about: files, `file:line: severity`, and the rule.
LINT = {
    "unbalanced": ({"locale/en-US/brew.intent": "make tea\nmake (tea\n"}, "brew.intent:2:6: error", "malformed"),
    "unknown vocabulary": ({"locale/en-US/brew.intent": "make tea\nmake <cup>\n"}, "brew.intent:2", "malformed"),
    "unknown slot": (
        {"locale/en-US/brew.intent": "make tea\n", "locale/en-US/brew.required": "cup\n"},
        "brew.required:1:1: error",
        "malformed",
    ),
    "slot that only one language has": (
        {
            "locale/en-US/done.dialog": "Your {kind} tea.\n",
            "locale/de-DE/done.dialog": "Dein Tee.\n",
            "locale/en-US/brew.intent": "make tea\n",
            "locale/de-DE/brew.intent": "mach tee\n",
        },
        "done.dialog: warning",
        "dialog-slots",
    ),
    "unreachable": (
        {"locale/en-US/brew.intent": "make [some] tea\n", "locale/en-US/cook.intent": "make tea\nmake soup\n"},
        "cook.intent:1: error",
        "unreachable",
    ),
    "ambiguous": (
        {"locale/en-US/brew.intent": "make [some] tea\n", "locale/en-US/cook.intent": "make (tea|soup)\n"},
        "cook.intent:1: error",
        "ambiguous",
    ),
    "missing translation": (
        {"locale/en-US/brew.intent": "make tea\n", "locale/en-US/cook.intent": "make soup\n", "locale/de-DE/brew.intent": "mach tee\n"},
        "cook.intent: warning",
        "missing-translation",
    ),
    "slot missing in a translation": (
        {"locale/en-US/brew.intent": "make {kind} tea\n", "locale/en-US/kind.entity": "green\n", "locale/de-DE/brew.intent": "mach tee\n"},
        "brew.intent: warning",
        "missing-translation",
    ),
}


@pytest.mark.parametrize("fault", LINT)
def test_lint_names_place_and_rule(utter, tmp_path, fault):
    files, place, rule = LINT[fault]
    skill = write(tmp_path / "tea.me", files)
    result = utter("intents", "lint", skill)
    assert any(place in line and line.endswith(f"[{rule}]") for line in result.stdout.splitlines()), result.stdout
    is_error = "error" in place or rule == "malformed"
    assert result.returncode == (1 if is_error else 0), result.stdout
    assert utter("intents", "lint", "--strict", skill).returncode == 1
    report = json.loads(utter("--json", "intents", "lint", skill).stdout)
    assert rule in {finding["rule"] for finding in report["findings"]}
    assert report["errors" if is_error else "warnings"] > 0


def test_lint_compares_the_skills_it_is_given(utter, tmp_path):
    mine = write(tmp_path / "tea.me", {"locale/en-US/brew.intent": "make (tea|punch)\n"})
    theirs = write(tmp_path / "bar.them", {"locale/en-US/mix.intent": "make (punch|a drink)\n"})
    assert utter("intents", "lint", "--strict", mine).returncode == 0
    assert utter("intents", "lint", "--strict", theirs).returncode == 0
    result = utter("intents", "lint", mine, theirs)
    assert result.returncode == 0
    line = next(line for line in result.stdout.splitlines() if line.endswith("[ambiguous]"))
    assert "warning" in line and "tea.me" in line and "bar.them" in line
    assert utter("intents", "lint", "--strict", mine, theirs).returncode == 1


def test_lint_is_quiet_about_a_sound_skill_and_firm_about_a_folder_that_is_none(utter, tea, tmp_path):
    result = utter("intents", "lint", "--strict", tea)
    assert result.returncode == 0 and result.stdout == "1 skills, 0 errors, 0 warnings\n"
    assert utter("intents", "lint", str(tmp_path / "none")).returncode == 2


def test_careless_and_hostile_intents_cost_nobody_anything(assistant, client, utter):
    """A megabyte, values without end, deep brackets, billions of samples and bytes that are no text."""
    program = client(assistant.url)
    program.send(message("ovos.intent.register.keyword", DIM))
    template = {"skill_id": "bad.skill", "lang": "en-US"}
    for name, samples in {
        "nested": ["[" * 30_000 + "b" + "]" * 30_000],
        "open": ["(" * 60_000],
        "billions": ["x " + " ".join(["(a|b|c)"] * 64)],
        "together": ["x" + "[a]" * 64],
        "long": ["play " * 200_000],
        "surrogate": ["stop \ud800"],
        "many": [f"sample {i}" for i in range(100_000)],
    }.items():
        frame = message("ovos.intent.register.template", {**template, "intent_name": name, "samples": samples})
        program.send(frame)
    values = [f"{i:x}" for i in range(200_000)]
    program.send(message("ovos.entity.register", {**template, "entity_name": "kind", "samples": values}))
    for text in ("dim my lamp " * 90_000, "\u00fc" * 500_000, "\ud800 dim"):
        program.send(message("ovos.utterance.handle", {"utterances": [text], "lang": "en-US"}))
    result = utter("intents", "test", "dim my lamp", bus=assistant.url)
    assert result.returncode == 0, result.stderr
    assert "matches lamp.skill:dim in en-US by keyword" in result.stdout
