"""One engine, loaded with the synthetic intents and asked; prints one line of JSON.

usage: peers.py ENGINE INTENTS UTTERANCES SECONDS

It is asked for SECONDS at most: an answer that is not there by then is broken off and not counted.
"""

import contextlib
import json
import signal
import sys
import time

import synthetic


def resident_mb():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


class OutOfTime(Exception):
    pass


@contextlib.contextmanager
def at_most(seconds):
    """Ends the block when the time is up, in the middle of whatever Python runs there."""

    def end(*_):
        raise OutOfTime

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with contextlib.suppress(OutOfTime):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


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
    engine, count, asked_count, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    made = synthetic.intents(count)
    asked = synthetic.utterances(made, asked_count)
    before = resident_mb()
    begin = time.perf_counter()
    ask = globals()[engine](made)
    load = time.perf_counter() - begin
    found = {"load_s": load, "memory_mb": resident_mb() - before}
    took, right, claimed_wrongly = [], 0, 0
    with at_most(seconds):
        ask("warm up")
        for expected, text in asked:
            start = time.perf_counter()
            answer = ask(text)
            took.append(time.perf_counter() - start)
            right += answer == expected
            claimed_wrongly += answer is not None and answer != expected
    if took:
        took.sort()
        found |= {
            "asked": len(took),
            "right": right,
            "wrong": claimed_wrongly,
            "p50_us": took[len(took) // 2] * 1e6,
            "p99_us": took[min(len(took) - 1, len(took) * 99 // 100)] * 1e6,
        }
    else:
        found["skipped"] = f"no answer within {seconds:.0f} s"
    print(json.dumps(found))


if __name__ == "__main__":
    main()
