"""The platform of a real `utter run`: REST, sessions over WebSocket, and OpenAI's API; on both databases."""

import json
import pathlib
import re
import struct
import subprocess
import urllib.error
import urllib.request
import wave

import jsonschema
import pytest
from conftest import Client, message
from llm_server import LlmServer

SCHEMAS = pathlib.Path(__file__).parents[2] / "share" / "platform"
FROM_SERVER = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "session-server.schema.json").read_text())
)
FROM_CLIENT = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "session-client.schema.json").read_text())
)
KEY = "platform-key-0123456789abcdef"


class Http:
    def __init__(self, url, key=None):
        self.url = url
        self.key = key

    def ask(self, method, path, body=None, **headers):
        """Status, headers, and the body: parsed when it is JSON."""
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            headers.setdefault("Authorization", f"Bearer {self.key}")
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return self._read(answer)
        except urllib.error.HTTPError as answer:
            return self._read(answer)

    @staticmethod
    def _read(answer):
        body = answer.read()
        if "json" in (answer.headers["Content-Type"] or "") and body:
            body = json.loads(body)
        return answer.status, answer.headers, body

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)[2]


@pytest.fixture
def platform(database, start):
    """An assistant with a platform, and a way to ask that."""

    def starter(*options, key=None):
        process = start(
            "run", "--set", "bus.port=0", "--set", "platform.enabled=true", "--set", "platform.port=0",
            "--set", f"platform.database={database.setting}", *options,
        )  # fmt: skip
        url = re.search(r"url=(\S+)", process.wait_for(r"platform\.ready"))[1]
        http = Http(url, key)
        http.process = process
        return http

    return starter


class Talk(Client):
    """A live session, spoken to step by step."""

    def __init__(self, http, session="kitchen", **options):
        super().__init__(http.url.replace("http", "ws", 1) + f"/ws/session/{session}", **options)
        self.ready = self.event("session_ready")

    def say(self, type_, **members):
        FROM_CLIENT.validate({"type": type_, **members})
        self.send(json.dumps({"type": type_, **members}))

    def event(self, type_):
        """The next event of this type; sound and other events before it are kept."""
        self.sound = b""
        self.events = []
        while True:
            frame = self._run(self._socket.recv())
            if isinstance(frame, bytes):
                self.sound += frame
                continue
            event = json.loads(frame)
            FROM_SERVER.validate(event)
            self.events.append(event)
            if event["type"] == type_:
                return event

    def until_idle(self):
        while self.event("state")["state"] != "idle":
            pass


@pytest.fixture
def talk():
    opened = []

    def opener(*arguments, **options):
        opened.append(Talk(*arguments, **options))
        return opened[-1]

    yield opener
    for one in opened:
        one.drop()


def record(path, text):
    subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
    with wave.open(str(path)) as sound:
        return sound.getframerate(), sound.readframes(sound.getnframes())


def test_says_what_it_is_and_that_it_works(platform):
    http = platform()
    assert http.get("/health")["status"] == "ok"
    status = http.get("/status")
    assert {engine["port"] for engine in status["engines"]} >= {"stt", "tts"}
    assert {skill["skill_id"] for skill in http.get("/skills")["items"]} >= {"timer.utter"}
    assert http.get("/clients") == {"items": [], "next": None}
    devices = http.get("/devices")
    assert devices["items"] or devices["problem"]
    assert b"utter_platform_sessions 0" in http.get("/metrics")
    assert http.get("/openapi.json")["openapi"].startswith("3.1")


def test_voices_are_made_changed_and_removed(platform):
    http = platform()
    status, headers, voice = http.ask("POST", "/voices", {"name": "Anna", "lang": "en-US"})
    assert (status, voice["status"], voice["samples"]) == (201, "untrained", 0)
    path = headers["Location"]
    assert http.get(path) == voice
    status, changed, newer = http.ask("PATCH", path, {"name": "Berta"}, If_Match=headers["ETag"])
    assert (status, newer["name"], newer["lang"]) == (200, "Berta", "en-US")
    assert http.ask("PATCH", path, {"name": "Cleo"}, If_Match=headers["ETag"])[0] == 412
    assert http.ask("GET", path, If_None_Match=changed["ETag"])[0] == 304
    assert [one["name"] for one in http.get("/voices")["items"]] == ["Berta"]
    assert http.ask("DELETE", path)[0] == 204
    assert http.ask("GET", path)[0] == 404


@pytest.mark.parametrize(
    "method, path, body, status, field",
    [
        ("POST", "/voices", {"name": ""}, 422, "name"),
        ("POST", "/voices", {"name": "x", "lang": "no language"}, 422, "lang"),
        ("POST", "/voices", {"name": "x", "colour": "red"}, 422, "colour"),
        ("POST", "/voices", {"name": 7}, 422, "name"),
        ("POST", "/voices", [], 400, None),
        ("GET", "/voices?limit=0", None, 422, "limit"),
        ("GET", "/voices?after=nonsense", None, 422, "after"),
        ("POST", "/personas", {"name": "x", "llm": "nobody"}, 422, "llm"),
        ("POST", "/personas", {"name": "x", "temperature": 9}, 422, "temperature"),
        ("POST", "/sessions", {"session_id": "default"}, 422, "session_id"),
        ("POST", "/sessions", {"persona_id": "nobody"}, 422, "persona_id"),
        ("GET", "/nothing/here", None, 404, None),
        ("PUT", "/voices", {}, 405, None),
    ],
)
def test_names_what_is_wrong_with_a_request(platform, method, path, body, status, field):
    got, headers, problem = platform().ask(method, path, body)
    assert got == status, problem
    assert headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == status and problem["detail"]
    assert problem.get("field") == field


def test_skills_show_their_intents_and_take_settings(platform, tmp_path):
    (tmp_path / "utter.toml").write_text(
        'skills.enabled = ["calculator.utter", "timer.utter"]\n'
        '[skills.settings."calculator.utter"]\ndecimals = 3\n'
    )
    http = platform("--config", str(tmp_path / "utter.toml"))
    by_id = {skill["skill_id"]: skill for skill in http.get("/skills")["items"]}
    assert (by_id["timer.utter"]["loaded"], by_id["timer.utter"]["enabled"]) == (True, True)
    assert (by_id["about.utter"]["loaded"], by_id["about.utter"]["enabled"]) == (False, False)
    intents = {one["intent_name"]: one for one in http.get("/skills/timer.utter")["intents"]}
    assert intents["set_timer"]["enabled"] and "en-US" in intents["set_timer"]["langs"]
    assert http.ask("GET", "/skills/nobody.here")[0] == 404
    assert http.ask("GET", "/skills/.hidden/settings")[0] == 404

    path = "/skills/calculator.utter/settings"
    status, headers, read = http.ask("GET", path)
    assert (status, read["settings"]) == (200, {"decimals": 3})
    assert read["sections"][0]["fields"][0]["name"] == "decimals"
    first = {"settings": {"decimals": 1}}
    status, newer, written = http.ask("PUT", path, first, If_Match=headers["ETag"])
    assert (status, written["settings"]) == (200, {"decimals": 1})
    assert http.ask("PUT", path, {"settings": {}}, If_Match=headers["ETag"])[0] == 412
    for settings, field in [({"decimals": 12}, "decimals"), ({"decimals": "x"}, "decimals"), (7, "settings")]:
        status, _, problem = http.ask("PUT", path, {"settings": settings}, If_Match=newer["ETag"])
        assert (status, problem["field"]) == (422, field), problem
    assert http.get(path)["settings"] == {"decimals": 1}
    answer = http.ask(
        "POST", "/v1/chat/completions",
        {"model": "utter", "messages": [{"role": "user", "content": "10 divided by 3"}]},
    )[2]  # fmt: skip
    assert "3.3" in answer["choices"][0]["message"]["content"]
    assert "3.33" not in answer["choices"][0]["message"]["content"]
    kept = tmp_path / ".config" / "mycroft" / "skills" / "calculator.utter" / "settings.json"
    assert json.loads(kept.read_text()) == {"decimals": 1}


def test_settings_of_a_python_skill_are_in_its_own_file_and_it_is_told(platform, client, tmp_path):
    http = platform()
    python = client(http.process.url)
    python.send(message("ovos.skill.loaded", {"skill_id": "weather.python", "capabilities": []}))
    python.until("ovos.skill.loaded")
    [connected] = http.get("/clients")["items"]
    assert (connected["address"], connected["topics"]) == ("127.0.0.1", None)
    path = "/skills/weather.python/settings"
    assert http.get(path) == {"skill_id": "weather.python", "settings": {}, "sections": []}
    assert http.ask("PUT", path, {"settings": {"units": "metric"}})[0] == 200
    assert python.until("ovos.skills.settings_changed")[-1]["data"] == {"skill_id": "weather.python"}
    kept = tmp_path / ".config" / "mycroft" / "skills" / "weather.python" / "settings.json"
    assert json.loads(kept.read_text()) == {"units": "metric"}


def test_a_sample_is_checked_before_it_is_accepted(platform, tmp_path):
    http = platform()
    path = http.ask("POST", "/voices", {"name": "Anna"})[1]["Location"] + "/samples"
    record(tmp_path / "s.wav", "the quick brown fox jumps over the lazy dog")
    sound = (tmp_path / "s.wav").read_bytes()
    status, headers, sample = http.ask("POST", path + "?name=fox", sound, Content_Type="audio/wav")
    assert status == 201 and sample["seconds"] > 1 and sample["name"] == "fox"
    assert http.get(headers["Location"] + "/audio") == sound
    assert http.ask("POST", path, b"no sound at all", Content_Type="audio/wav")[0] == 400
    assert http.ask("POST", path, sound, Content_Type="text/plain")[0] == 415
    silent = tmp_path / "silent.wav"
    with wave.open(str(silent), "wb") as out:
        out.setparams((1, 2, 16000, 0, "NONE", ""))
        out.writeframes(bytes(2 * 32000))
    status, _, problem = http.ask("POST", path, silent.read_bytes(), Content_Type="audio/wav")
    assert status == 422 and "silence" in problem["detail"]
    assert len(http.get(path)["items"]) == 1
    assert http.ask("DELETE", headers["Location"])[0] == 204


def test_a_question_by_microphone_is_answered_by_loudspeaker(platform, talk, tmp_path):
    rate, sound = record(tmp_path / "q.wav", "what time is it")
    http = platform()
    one = talk(http)
    assert one.ready["state"] == "idle" and not one.ready["resumed"]
    one.say(
        "configure",
        input={"rate": rate, "format": "s16le"},
        output={"rate": 16000, "format": "s16le"},
    )
    assert one.event("configured")["input"] == {"rate": rate, "format": "s16le"}
    one.say("start_recording")
    one.event("recording_started")
    for start in range(0, len(sound), 640):
        one.send(sound[start : start + 640])
    one.say("stop_recording")
    while not (heard := one.event("transcription"))["is_final"]:
        pass
    assert heard["text"] == "what time is it"
    assert re.search(r"\d", one.event("llm_response")["text"])
    assert one.event("playback_started")["rate"] == 16000
    assert not one.event("playback_complete")["interrupted"]
    samples = struct.unpack(f"<{len(one.sound) // 2}h", one.sound)
    assert len(samples) > 8000 and max(samples) > 1000
    one.until_idle()
    said = http.get("/sessions/kitchen/history")["items"]
    assert [turn["role"] for turn in said] == ["user", "assistant"], said
    assert http.get("/turns")["items"][0]["session_id"] == "kitchen"


def test_an_answer_is_interrupted_and_the_next_question_heard(platform, talk):
    one = talk(platform())
    one.say("text", text="what can you do")
    one.event("playback_started")
    one.say("start_recording")
    assert one.event("playback_complete")["interrupted"]
    one.event("recording_started")
    one.say("cancel")
    one.until_idle()
    one.say("text", text="what is two plus two")
    assert "4" in one.event("llm_response")["text"]


def test_a_client_that_lost_its_connection_finds_its_answer(platform, talk):
    http = platform()
    one = talk(http)
    one.say("text", text="what is two plus two")
    one.event("state")
    one._socket.transport.abort()
    again = talk(http)
    assert again.ready["resumed"]
    again.event("playback_complete")
    assert again.sound


def test_a_session_that_was_asked_for_waits_for_its_client(platform, talk):
    http = platform()
    status, headers, made = http.ask("POST", "/sessions", {"lang": "de-DE"})
    assert status == 201
    one = talk(http, made["session_id"])
    assert not one.ready["resumed"] and one.ready["lang"] == "de-DE"
    assert http.get(headers["Location"])["connected"]
    assert http.ask("DELETE", headers["Location"])[0] == 204
    assert http.get("/sessions")["items"] == []


def test_a_second_client_takes_the_session(platform, talk):
    http = platform()
    one = talk(http)
    assert talk(http).ready["resumed"]
    assert one.closed()[0] == 4001


def test_nonsense_costs_a_client_an_error_and_nobody_else_anything(platform, talk, tmp_path):
    http = platform()
    one = talk(http)
    one.send("nonsense")
    assert "JSON" in one.event("error")["message"]
    one.send('{"type": "fly"}')
    assert one.event("error")["field"] == "type"
    one.say("set_voice", voice_id="6c2c1c0e-0000-4000-8000-000000000000")
    assert one.event("error")["field"] == "voice_id"
    one.send(b"\0\0\0\0")
    assert "start_recording" in one.event("error")["message"]
    for way, rate in [("input", 7), ("input", 1e12), ("output", -8000), ("output", "fast"), ("input", 8000.5)]:
        one.send(json.dumps({"type": "configure", way: {"rate": rate}}))
        assert one.event("error")["field"] == f"{way}.rate"
    one.say("start_recording")
    one.event("recording_started")
    one.send(b"\0\0\0\0\0")
    assert "sample" in one.event("error")["message"]
    one.say("cancel")
    one.until_idle()
    # Words of another rate than was said are no words, and no harm.
    one.say("configure", input={"rate": 48000, "format": "s16le"})
    one.say("start_recording")
    one.send(record(tmp_path / "q.wav", "what time is it")[1])
    one.say("stop_recording")
    one.until_idle()
    one.say("text", text="what is two plus two")
    assert "4" in one.event("llm_response")["text"]


def test_the_bus_can_be_watched(platform, talk):
    http = platform()
    watcher = Client(http.url.replace("http", "ws", 1) + "/ws/events?topics=ovos.utterance.*")
    one = talk(http)
    one.say("text", text="what is two plus two")
    one.event("playback_complete")
    assert watcher.until("ovos.utterance.handled")[0]["type"].startswith("ovos.utterance.")
    watcher.drop()


def test_keys_roles_and_origins(platform, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text(f"{KEY} phone\nreader-key-0123456789abcdef tablet guest\n")
    keys.chmod(0o600)
    (tmp_path / "utter.toml").write_text(
        f'[bus]\nkeys_file = "{keys}"\n[bus.roles.guest]\npublish = []\n'
    )
    http = platform("--config", str(tmp_path / "utter.toml"))
    assert http.get("/health")["status"] == "ok"
    assert http.ask("GET", "/voices")[0] == 401
    assert http.ask("GET", "/voices", Authorization="Bearer wrong-wrong-wrong")[0] == 401
    assert http.ask("GET", "/voices", Authorization=f"Bearer {KEY}")[0] == 200
    guest = {"Authorization": "Bearer reader-key-0123456789abcdef"}
    assert http.ask("GET", "/voices", **guest)[0] == 200
    assert http.ask("POST", "/voices", {"name": "x"}, **guest)[0] == 403
    http.key = KEY
    assert http.ask("GET", "/voices", Origin="https://evil.example")[0] == 403
    one = Talk(http, subprotocols=["utter", f"bearer.{KEY}"])
    one.drop()


def test_a_history_is_for_the_key_that_made_it(platform, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text(f"{KEY} owner\nphone-key-0123456789abcdef phone guest\nreader-key-0123456789abcdef tablet guest\n")
    keys.chmod(0o600)
    (tmp_path / "utter.toml").write_text(f'[bus]\nkeys_file = "{keys}"\n[bus.roles.guest]\nsee = ["*"]\n')
    http = platform("--config", str(tmp_path / "utter.toml"))
    owner, phone, tablet = (
        {"Authorization": f"Bearer {key}"}
        for key in (KEY, "phone-key-0123456789abcdef", "reader-key-0123456789abcdef")
    )
    one = Talk(http, subprotocols=["utter", "bearer.phone-key-0123456789abcdef"])
    one.say("text", text="what is two plus two")
    one.event("playback_complete")
    path = "/sessions/kitchen/history"
    said = http.get(path, **phone)["items"]
    assert [(turn["role"], turn["owner"]) for turn in said] == [("user", "phone"), ("assistant", "phone")]
    assert http.get(path, **tablet)["items"] == []
    assert http.ask("DELETE", path, **tablet)[0] == 204
    assert http.get(path, **owner)["items"] == said
    assert http.ask("DELETE", path, **phone)[0] == 204
    assert http.get(path, **owner)["items"] == []
    one.drop()


def test_what_is_there_survives_a_kill(platform):
    http = platform()
    voice = http.ask("POST", "/voices", {"name": "Anna"})[2]
    http.process.stop(9)
    assert platform().get("/voices")["items"] == [voice]


def test_an_assistant_without_its_port_is_one_still(platform, start, tmp_path):
    port = platform().url.rsplit(":", 1)[1]
    other = start(
        "run", "--set", "bus.port=0", "--set", "platform.enabled=true",
        "--set", f"platform.port={port}", "--set", f"scheduler.database={tmp_path}/other.db",
    )  # fmt: skip
    other.wait_for(r"platform\.not_available.*" + port)
    other.wait_for(r"utter\.ready")


@pytest.fixture
def model():
    running = LlmServer()
    yield running
    running.stop()


def test_a_persona_of_the_platform_answers(platform, talk, model, tmp_path):
    (tmp_path / "utter.toml").write_text(f'[llm.test]\nurl = "{model.url}"\n')
    http = platform("--config", str(tmp_path / "utter.toml"))
    status, _, persona = http.ask(
        "POST", "/personas", {"name": "Dr. Watson", "system_prompt": "You are Watson.", "model": "m"}
    )
    assert (status, persona["id"]) == (201, "dr-watson")
    one = talk(http)
    one.say("set_persona", persona_id="dr-watson")
    assert one.event("persona_set")["persona_id"] == "dr-watson"
    one.say("text", text="hello there old friend")
    assert one.event("llm_response")["text"]
    assert "You are Watson." in model.requests[-1]["messages"][0]["content"]

    answer = http.ask(
        "POST", "/v1/chat/completions",
        {"model": "dr-watson", "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "first question"},
            {"role": "assistant", "content": "first answer"},
            {"role": "user", "content": "hello again"}]},
    )[2]  # fmt: skip
    assert answer["choices"][0]["message"]["content"]
    told = model.requests[-1]["messages"]
    assert "Be brief." in told[0]["content"]
    assert [m["content"] for m in told[1:]] == ["first question", "first answer", "hello again"]
    assert {"utter", "dr-watson"} <= {m["id"] for m in http.get("/v1/models")["data"]}


def test_openai_speech_chat_and_transcription(platform):
    http = platform()
    status, headers, sound = http.ask(
        "POST",
        "/v1/audio/speech",
        {"model": "utter-tts", "input": "what time is it", "voice": "alloy", "response_format": "wav"},
    )
    assert (status, headers["Content-Type"], sound[:4]) == (200, "audio/wav", b"RIFF")
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
        + sound
        + b'\r\n--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n--x--\r\n'
    )
    status, _, heard = http.ask(
        "POST", "/v1/audio/transcriptions", form, Content_Type="multipart/form-data; boundary=x"
    )
    assert (status, heard) == (200, {"text": "what time is it"})
    status, headers, answer = http.ask(
        "POST",
        "/v1/chat/completions",
        {
            "model": "utter",
            "stream": True,
            "messages": [{"role": "user", "content": "what is two plus two"}],
        },
    )
    assert headers["Content-Type"] == "text/event-stream"
    assert b'"finish_reason":"stop"' in answer and answer.endswith(b"data: [DONE]\n\n")
    error = http.ask("POST", "/v1/chat/completions", {"model": "nobody", "messages": [
        {"role": "user", "content": "x"}]})[2]  # fmt: skip
    assert error["error"]["code"] == "model_not_found"


def test_a_voice_is_trained_and_speaks(platform, talk, start, client, tmp_path):
    http = platform()
    voice = http.ask("POST", "/voices", {"name": "Anna", "lang": "en-US"})[2]
    path = f"/voices/{voice['id']}"
    assert http.ask("POST", path + "/train")[0] == 422  # nothing to train from
    text = "The quick brown fox jumps over the lazy dog, and then it sleeps in the sun for an hour. "
    subprocess.run(
        ["espeak-ng", "-v", "en-us+f4", "-p", "80", "-w", str(tmp_path / "s.wav"), text * 3], check=True
    )
    status, _, sample = http.ask(
        "POST", path + "/samples", (tmp_path / "s.wav").read_bytes(), Content_Type="audio/wav"
    )
    assert status == 201 and sample["seconds"] > 10, sample
    watcher = Client(http.url.replace("http", "ws", 1) + "/ws/events?topics=utter.platform.voice.*")
    one = talk(http)
    one.say("set_voice", voice_id=voice["id"])
    assert "trained" in one.event("error")["message"]
    status, headers, job = http.ask("POST", path + "/train")
    assert (status, job["state"]) == (202, "queued")
    news = watcher.until("utter.platform.voice.training_complete")
    assert any(m["type"] == "utter.platform.voice.training_progress" for m in news)
    watcher.drop()
    assert http.get(headers["Location"])["state"] == "succeeded"
    assert http.get(path)["status"] == "ready"

    def spoken(name):
        return http.ask(
            "POST",
            "/v1/audio/speech",
            {"model": "utter-tts", "input": text, "voice": name, "response_format": "pcm"},
        )[2]

    assert spoken(voice["id"]) != spoken("default")
    one.say("set_voice", voice_id=voice["id"])
    assert one.event("voice_set")["voice_id"] == voice["id"]
    one.say("text", text="what is two plus two")
    one.event("playback_complete")
    assert one.sound

    # At home it can be the assistant's own voice.
    http.process.stop()

    def at_home(*settings):
        process = start("run", "--set", "bus.port=0", *settings)
        bus = client(process.url)
        bus.send(message("ovos.utterance.speak.b64", {"utterance": text, "lang": "en-US"}))
        answer = bus.until("ovos.audio.speech")[-1]["data"]
        process.stop()
        return answer

    espeak = ("--set", "tts.engine=espeak")
    own = at_home(*espeak, "--set", f"tts.voice={voice['id']}")
    assert own["audio"] and own["audio"] != at_home(*espeak)["audio"]


def test_a_training_is_cancelled(platform, tmp_path):
    http = platform()
    path = http.ask("POST", "/voices", {"name": "Anna", "lang": "en-US"})[1]["Location"]
    text = "The quick brown fox jumps over the lazy dog. " * 8
    subprocess.run(["espeak-ng", "-w", str(tmp_path / "s.wav"), text], check=True)
    sound = (tmp_path / "s.wav").read_bytes()
    assert http.ask("POST", path + "/samples", sound, Content_Type="audio/wav")[0] == 201
    job = http.ask("POST", path + "/train")[1]["Location"]
    status, _, cancelled = http.ask("DELETE", job)
    if status != 409:  # it may have been quicker
        assert cancelled["cancel_requested"] or cancelled["state"] == "cancelled"
        while http.get(job)["state"] == "running":
            pass
        assert http.get(job)["state"] in ("cancelled", "succeeded")


def realtime(http, talk_to):
    one = Client(http.url.replace("http", "ws", 1) + "/v1/realtime?model=utter")

    def event(type_):
        return one.until(type_)[-1]

    talk_to(one, event)
    one.drop()


def test_openai_realtime_hears_and_answers(platform, tmp_path):
    import base64

    subprocess.run(["flite", "-voice", "slt", "-t", "what time is it", "-o", str(tmp_path / "q.wav")], check=True)
    subprocess.run(
        ["sox", str(tmp_path / "q.wav"), "-r", "24000", "-b", "16", "-c", "1", str(tmp_path / "q24.wav")],
        check=True,
    )
    with wave.open(str(tmp_path / "q24.wav")) as sound:
        pcm = sound.readframes(sound.getnframes())

    def talk_to(one, event):
        assert event("session.created")["session"]["type"] == "realtime"
        one.send(json.dumps({"type": "session.update", "session": {
            "type": "realtime", "audio": {"input": {"turn_detection": None}}}}))  # fmt: skip
        event("session.updated")
        for start in range(0, len(pcm), 4800):
            chunk = base64.b64encode(pcm[start : start + 4800]).decode()
            one.send(json.dumps({"type": "input_audio_buffer.append", "audio": chunk}))
        one.send(json.dumps({"type": "input_audio_buffer.commit"}))
        event("input_audio_buffer.committed")
        one.send(json.dumps({"type": "response.create"}))
        heard = event("conversation.item.input_audio_transcription.completed")
        assert heard["transcript"] == "what time is it"
        seen = one.until("response.done")
        sound = b"".join(
            base64.b64decode(m["delta"]) for m in seen if m["type"] == "response.output_audio.delta"
        )
        assert len(sound) > 24000
        assert seen[-1]["response"]["status"] == "completed"
        assert seen[-1]["response"]["output"][0]["content"][0]["transcript"]
        one.send("nonsense")
        assert event("error")["error"]["message"]

    realtime(platform(), talk_to)
