"""Intents and utterances made by rule: the same for everybody who is measured, and every time.

An intent is about a thing of its own ("the amber lantern") and shares everything else with the
others: their verbs, their polite words, their slots. Every tenth also begins with a slot.
"""

import random

SYLLABLES = ["ba", "co", "di", "fu", "ga", "ho", "ki", "lo", "mi", "nu", "pe", "ra", "si", "to", "ve", "zu"]
VERBS = ["turn on", "turn off", "set", "open", "close", "start", "stop", "show", "find", "check",
         "dim", "raise", "lower", "lock", "unlock", "play", "pause", "book", "order", "call"]
VALUES = ["twenty", "blue", "half", "the highest setting", "seven percent", "warm white", "eleven"]
THINGS = ["the kitchen", "my mother", "next week", "room four", "the old house", "berlin"]
PEOPLE = ["john", "my sister", "somebody", "the girl next door"]


def _word(number):
    word = ""
    for _ in range(3):
        word += SYLLABLES[number % 16]
        number //= 16
    return word


def intents(count):
    """[(name, verb, thing, templates)], the same for the same count."""
    made = []
    for i in range(count):
        verb = VERBS[i % len(VERBS)]
        thing = f"{_word(i % 61)} {_word(1000 + i)}"
        templates = [
            f"[please|can you] {verb} [the|my] {thing} [now]",
            f"[please] {verb} the {thing} to {{value}} [right away]",
            f"(what|how) is the {thing} of {{thing}} [today]",
        ]
        if i % 10 == 0:
            templates.append(f"{{person}} wants to {verb} the {thing}")
        made.append((f"intent{i}", verb, thing, templates))
    return made


def utterances(made, count, seed=5):
    """[(expected intent or None, text)]: six of ten are meant, the others nearly or not at all."""
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        name, verb, thing, templates = rng.choice(made)
        shape = rng.randrange(len(templates))
        if shape == 0:
            words = [rng.choice(["", "please", "can you"]), verb, rng.choice(["", "the", "my"]), thing,
                     rng.choice(["", "now"])]
        elif shape == 1:
            words = [rng.choice(["", "please"]), verb, "the", thing, "to", rng.choice(VALUES),
                     rng.choice(["", "right away"])]
        elif shape == 2:
            words = [rng.choice(["what", "how"]), "is the", thing, "of", rng.choice(THINGS),
                     rng.choice(["", "today"])]
        else:
            words = [rng.choice(PEOPLE), "wants to", verb, "the", thing]
        words = " ".join(words).split()
        draw = rng.random()
        if draw < 0.6:
            out.append((name, " ".join(words)))
            continue
        if draw < 0.8:  # one word of the thing is not what any intent says
            words[words.index(thing.split()[1])] = "nonesuch"
        else:
            words = [_word(rng.randrange(4096)) for _ in range(rng.randrange(3, 9))]
            words.insert(1, "nonesuch")
        out.append((None, " ".join(words)))
    return out


def write(path, made, asked):
    """For the program that is not Python: a line for each intent and each utterance."""
    with open(path, "w", encoding="utf-8") as out:
        for name, verb, thing, templates in made:
            print("intent", name, verb, thing, *templates, sep="\t", file=out)
        for expected, text in asked:
            print("utterance", expected or "", text, sep="\t", file=out)
