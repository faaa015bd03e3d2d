"""The case files of bench/phrasing: their form is described at the top of cases/en-US.cases."""

from dataclasses import dataclass, field


@dataclass
class Sentence:
    text: str
    intent: str | None  # None: no intent is meant
    slots: dict[str, str]
    held_out: bool


@dataclass
class Cases:
    intents: dict[str, list[str]] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)


def read(path):
    cases = Cases()
    intent, seen = None, 0
    for line in open(path, encoding="utf-8"):
        kind, _, rest = line.strip().partition(" ")
        if kind == "intent":
            intent, seen = rest, 0
            cases.intents[intent] = []
        elif kind == "other":
            intent, seen = None, 0
        elif kind == "=":
            cases.intents[intent].append(rest)
        elif kind in ("?", "!"):
            text, *slots = rest.split(" | ")
            slots = dict(slot.split("=", 1) for slot in slots)
            cases.sentences.append(Sentence(text, intent, slots, seen % 2 == 1))
            seen += 1
    return cases
