"""Plays a probe: registers its skills, says its utterances, lets the skills answer, and keeps what was
seen of each round."""

import itertools
import json
import time

_numbers = itertools.count(1)


def frame(topic, data=None, context=None):
    return {"type": topic, "data": data or {}, "context": context or {}}


def reply(message, topic, data):
    """OVOS-MSG-1 5.2, with an identity of the skill's own."""
    context = dict(message["context"])
    if "destination" in context:
        context["source"], context["destination"] = context["destination"], context.get("source")
    if "skill_id" in data:
        context["skill_id"] = data["skill_id"]
    return frame(topic, data, context)


def forward(message, topic, data):
    return frame(topic, data, dict(message["context"]))


class Skill:
    """A skill that does as the row says.

    handlers: what a dispatch does: `{intent_name: {"speak": [...], "session": {field: value or None},
    "fails": text, "never": True}}`. answers: what it says to polls: `{topic: data}` with the data of its
    answer, None for silence, or `(seconds, data)` for a late one.
    """

    POLLS = {
        "ovos.converse.ping": "ovos.converse.pong",
        "ovos.stop.ping": "ovos.stop.pong",
        "ovos.fallback.ping": "ovos.fallback.pong",
        "ovos.common_query.ping": "ovos.common_query.pong",
        "ovos.common_query.request": "ovos.common_query.response",
    }

    def __init__(self, skill_id, templates=None, keywords=None, handlers=None, answers=None, setup=()):
        self.skill_id = skill_id
        self.templates = templates or {}
        self.keywords = keywords or {}
        self.handlers = handlers or {}
        self.answers = answers or {}
        self.setup = setup

    def registrations(self):
        me = {"skill_id": self.skill_id}
        for name, extra in {**self.templates, **self.keywords}.items():
            kind = "template" if name in self.templates else "keyword"
            data = {**me, "intent_name": name, "lang": "en-US"}
            data.update({"samples": extra} if isinstance(extra, list) else extra)
            yield frame(f"ovos.intent.register.{kind}", data, me)
        for topic, data in self.setup:
            yield frame(topic, {**me, **data}, me)

    def leave(self):
        me = {"skill_id": self.skill_id}
        yield frame("ovos.skill.deregister", me, me)
        yield frame("ovos.fallback.deregister", me, me)

    def hear(self, message):
        """What it says to a message: pairs of seconds to wait and the message."""
        topic = message["type"]
        if topic in self.POLLS:
            yield from self.answer(message, topic)
        elif topic.startswith(self.skill_id + ":"):
            yield from self.handle(message, topic.split(":")[1])

    def answer(self, message, topic):
        said = self.answers.get(topic)
        if topic == "ovos.common_query.request" and message["data"]["skill_id"] != self.skill_id:
            return
        for one in said if isinstance(said, list) else [said]:
            if one is None:
                continue
            wait, data = one if isinstance(one, tuple) else (0, one)
            echo = {"utterance": message["data"]["utterance"]} if "utterance" in message["data"] else {}
            pong = reply(message, self.POLLS[topic], {"skill_id": self.skill_id, **echo, **data})
            pong["context"].update(pong["data"].pop("context", {}))
            yield wait, pong

    def handle(self, dispatch, intent_name):
        does = self.handlers.get(intent_name, {})
        session = dict(dispatch["context"].get("session", {}))
        for field, value in does.get("session", {}).items():
            value = value(session) if callable(value) else value
            if value is None:
                session.pop(field, None)
            else:
                session[field] = value
        dispatch = {**dispatch, "context": {**dispatch["context"], "session": session}}
        for text in does.get("speak", []):
            yield 0, forward(dispatch, "ovos.utterance.speak", {"utterance": text, "lang": "en-US"})
        if does.get("never"):
            return
        report = {"skill_id": self.skill_id, "intent_name": intent_name, "ok": "fails" not in does}
        if "fails" in does:
            report["exception"] = does["fails"]
        yield does.get("takes", 0), forward(dispatch, "utter.handler.done", report)


class Round:
    """All that was seen between an entry message and its end, the older names left out."""

    def __init__(self, messages):
        self.messages = messages

    def topics(self, *kinds):
        """Of the lifecycle and the dispatches, or of the topics that begin so."""
        kinds = kinds or ("ovos.intent.", "ovos.utterance.")
        return [
            m["type"]
            for m in self.messages
            if m["type"].startswith(kinds) or (":" in m["type"] and "ovos.intent." in kinds)
        ]

    def all(self, topic):
        return [m for m in self.messages if m["type"] == topic]

    def one(self, topic):
        found = self.all(topic)
        assert len(found) == 1, (topic, self.topics(""))
        return found[0]

    @property
    def dispatch(self):
        found = [m for m in self.messages if ":" in m["type"]]
        return found[0] if found else None

    @property
    def order(self):
        return self.dispatch["type"] if self.dispatch else None

    @property
    def spoken(self):
        return [m["data"]["utterance"] for m in self.all("ovos.utterance.speak")]

    @property
    def handled(self):
        return self.one("ovos.utterance.handled")

    def session(self, topic=None):
        message = self.handled if topic is None else self.dispatch if topic == ":" else self.one(topic)
        return message["context"]["session"]


class Stage:
    """A row being played: its client, its session, which it keeps as a named session's owner does."""

    def __init__(self, bus, skills=(), session=None, keeps=True):
        self.bus = bus
        self.skills = list(skills)
        self.session = {"session_id": f"probe-{next(_numbers)}", **(session or {})}
        self.keeps = keeps
        self.late = []
        for skill in self.skills:
            for registration in skill.registrations():
                self.send(registration)
        self.settle()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for skill in self.skills:
            for message in skill.leave():
                self.send(message)
        self.settle()

    def send(self, message):
        self.bus.send(json.dumps(message))

    def settle(self):
        """Until what was sent has been taken: a query behind it is answered."""
        self.query("ovos.skills.list")

    def query(self, topic, data=None, context=None, answer=None):
        mark = next(_numbers)
        self.send(frame(topic, data, {"probe": mark, **(context or {})}))
        while True:
            message = self.bus.receive()
            if message["type"] == (answer or topic + ".response") and message["context"].get("probe") == mark:
                return message

    def say(self, *utterances, data=None, context=None, between=None):
        """One round. `between(message)` sees each message and returns more to send."""
        mark = next(_numbers)
        entry = {"utterances": list(utterances), **(data or {})}
        self.send(
            frame("ovos.utterance.handle", entry, {"probe": mark, "source": "probe", "session": self.session, **(context or {})})
        )
        seen = []
        while not seen or seen[-1]["type"] != "ovos.utterance.handled":
            self.send_late()
            message = self.bus.receive()
            if message["context"].get("probe") != mark or message["context"].get("_namespace_compat_twin"):
                continue
            seen.append(message)
            for skill in self.skills:
                for wait, said in skill.hear(message):
                    if wait:
                        self.late.append((time.monotonic() + wait, said))
                    else:
                        self.send(said)
            for said in between(message) if between else ():
                self.send(said)
            self.wait_for_late(seen)
        round_ = Round(seen)
        if self.keeps and "session" in round_.handled["context"]:
            self.session = round_.session()
        return round_

    def send_late(self):
        now = time.monotonic()
        for due, said in [row for row in self.late if row[0] <= now]:
            self.send(said)
            self.late.remove((due, said))

    def wait_for_late(self, seen):
        """What is said late is said in time although nothing else is heard meanwhile."""
        if seen[-1]["type"] == "ovos.utterance.handled":
            self.late.clear()
        elif self.late:
            time.sleep(max(0, min(due for due, _ in self.late) - time.monotonic()))
            self.send_late()


def ids(rows):
    """The names of a table's rows, for pytest."""
    return [row[0] for row in rows]
