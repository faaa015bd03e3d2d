"""One engine, loaded with the synthetic intents and asked; prints one line of JSON."""

import json
import sys
import time

import synthetic

BUDGET_SECONDS = 20


def resident_mb():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def hassil(made):
    from hassil import Intents, recognize_best

    loaded = Intents.from_dict({
        "language": "en",
        "intents": {name: {"data": [{"sentences": templates}]} for name, _, _, templates in made},
        "lists": {slot: {"wildcard": True} for slot in ("value", "thing", "person")},
    })

    def ask(text):
        found = recognize_best(text, loaded)
        return found.intent.name if found else None

    ask("warm up")
    return ask


def padacioso(made):
    from padacioso import IntentContainer

    container = IntentContainer()
    for name, _, _, templates in made:
        container.add_intent(name, templates)
    return lambda text: container.calc_intent(text).get("name")


def padatious(made):
    import tempfile

    from padatious import IntentContainer

    container = IntentContainer(tempfile.mkdtemp())
    for name, _, _, templates in made:
        container.add_intent(name, templates)
    container.train(single_thread=True, debug=False)

    def ask(text):
        found = container.calc_intent(text)
        return found.name if found.conf >= 0.8 else None

    return ask


def adapt(made):
    from adapt.engine import IntentDeterminationEngine
    from adapt.intent import IntentBuilder

    engine = IntentDeterminationEngine()
    for verb in synthetic.VERBS:
        engine.register_entity(verb, "verb_" + verb.replace(" ", "_"))
    for name, verb, thing, _ in made:
        engine.register_entity(thing, "thing_" + name)
        engine.register_intent_parser(
            IntentBuilder(name).require("verb_" + verb.replace(" ", "_")).require("thing_" + name).build())

    def ask(text):
        best = max(engine.determine_intent(text), key=lambda found: found["confidence"], default=None)
        return best["intent_type"] if best else None

    return ask


def main():
    engine, count, asked_count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    made = synthetic.intents(count)
    asked = synthetic.utterances(made, asked_count)
    before = resident_mb()
    begin = time.perf_counter()
    ask = globals()[engine](made)
    load = time.perf_counter() - begin
    memory = resident_mb() - before
    took, right, claimed_wrongly = [], 0, 0
    begin = time.perf_counter()
    for expected, text in asked:
        start = time.perf_counter()
        found = ask(text)
        took.append(time.perf_counter() - start)
        right += found == expected
        claimed_wrongly += found is not None and found != expected
        if time.perf_counter() - begin > BUDGET_SECONDS:
            break
    took.sort()
    print(json.dumps({
        "load_s": load,
        "memory_mb": memory,
        "asked": len(took),
        "right": right,
        "wrong": claimed_wrongly,
        "p50_us": took[len(took) // 2] * 1e6,
        "p99_us": took[min(len(took) - 1, len(took) * 99 // 100)] * 1e6,
    }))


if __name__ == "__main__":
    main()
