"""A service with OpenAI's audio API over real HTTP: it hears what it was told to hear and speaks with
eSpeak, and misbehaves on request. The standard library reads its multipart forms."""

import email.parser
import email.policy
import http.server
import io
import json
import subprocess
import threading
import wave


class SpeechServer:
    def __init__(self, transcript="What time is it?", key=None, trouble=None):
        self.transcript = transcript
        self.key = key
        self.trouble = trouble
        self.requests = []  # (path, what was asked)
        self.released = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                outer._guarded(self, outer._models)

            def do_POST(self):
                outer._guarded(self, outer._post)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def stop(self):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def _guarded(self, handler, serve):
        if self.key and handler.headers["Authorization"] != f"Bearer {self.key}":
            said = {"error": {"message": f"Incorrect key: {handler.headers['Authorization']}"}}
            return self._answer(handler, 401, said)
        return serve(handler)

    @staticmethod
    def _answer(handler, status, body):
        data = json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def _models(self, handler):
        self._answer(handler, 200, {"object": "list", "data": [{"id": "whisper-1"}]})

    def _post(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        if handler.path.endswith("/audio/transcriptions"):
            self._hear(handler, body)
        else:
            self._speak(handler, json.loads(body))

    def _hear(self, handler, body):
        head = f"Content-Type: {handler.headers['Content-Type']}\r\n\r\n".encode()
        form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        parts = {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in form.iter_parts()
        }
        with wave.open(io.BytesIO(parts.pop("file"))) as sound:
            asked = {name: value.decode() for name, value in parts.items()}
            asked["seconds"] = sound.getnframes() / sound.getframerate()
            asked["rate"] = sound.getframerate()
        self.requests.append((handler.path, asked))
        if self.trouble == "refuse":
            self._answer(handler, 503, {"error": {"message": "the model is loading"}})
        elif self.trouble == "garbage":
            self._answer(handler, 200, ["no", "transcript"])
        elif self.trouble:
            self.released.wait()
        else:
            self._answer(handler, 200, {"text": self.transcript})

    def _speak(self, handler, asked):
        self.requests.append((handler.path, asked))
        if self.trouble == "refuse":
            return self._answer(handler, 503, {"error": {"message": "the model is loading"}})
        if self.trouble == "garbage":
            return self._answer(handler, 200, {"sound": "none"})
        spoken = subprocess.run(
            ["espeak-ng", "--stdout", "--", asked["input"]], stdout=subprocess.PIPE, check=True
        ).stdout
        handler.send_response(200)
        handler.send_header("Content-Type", "audio/wav")
        handler.end_headers()
        if self.trouble == "stall":
            handler.wfile.write(spoken[: len(spoken) // 2])
            handler.wfile.flush()
            self.released.wait()
        elif self.trouble == "half":
            # Its header tells the whole length.
            whole = io.BytesIO()
            with wave.open(whole, "wb") as file:
                file.setparams((1, 2, 22050, 0, "NONE", ""))
                file.writeframes(spoken[44:][: len(spoken) // 4 * 2])
            handler.wfile.write(whole.getvalue()[: len(spoken) // 3])
        else:
            handler.wfile.write(spoken)
        return None
