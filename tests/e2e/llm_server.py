"""A language model's endpoint that replays both wire formats, and their faults, over real HTTP.

What the last user message says decides what happens; `requests` holds all bodies that came."""

import asyncio
import json
import threading


class LlmServer:
    def __init__(self):
        self.requests = []
        self.headers = []
        self._counts = {}
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._started.wait()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(
            asyncio.start_server(self._client, "127.0.0.1", 0)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        self._server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    async def _client(self, reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(
                next(
                    line.split(":")[1]
                    for line in head.split("\r\n")
                    if line.lower().startswith("content-length")
                )
            )
            body = json.loads(await reader.readexactly(length))
            self.requests.append(body)
            self.headers.append(head)
            wire = Ollama(writer) if "/api/chat" in head else Openai(writer)
            text = [m["content"] for m in body["messages"] if m["role"] == "user"][-1]
            nth = self._counts[text] = self._counts.get(text, 0) + 1
            await getattr(self, "say_" + text.split()[0], self.say_hello)(wire, reader, nth, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    # What each first word of a question does.

    async def say_hello(self, wire, reader, nth, body):
        await wire.start()
        for piece in ("Hello", " there. How", " nice to see you. Good", "bye."):
            await wire.text(piece)
        await wire.end()

    async def say_unauthorised(self, wire, reader, nth, body):
        await wire.status(401)

    async def say_limited(self, wire, reader, nth, body):
        if nth == 1:
            await wire.status(429, "Retry-After: 1\r\n")
        else:
            await self.say_hello(wire, reader, nth, body)

    async def say_broken(self, wire, reader, nth, body):
        if nth == 1:
            await wire.status(500)
        else:
            await self.say_hello(wire, reader, nth, body)

    async def say_dead(self, wire, reader, nth, body):
        await wire.status(503)

    async def say_stall(self, wire, reader, nth, body):
        await wire.start()
        await wire.text("Once upon a time. There was")
        await reader.read()  # until the client hangs up

    async def say_close(self, wire, reader, nth, body):
        await wire.start()
        await wire.text("Once upon a time. There was")

    async def say_half(self, wire, reader, nth, body):
        await wire.start()
        await wire.raw_text(b"Gr\xc3\xbc\xc3")
        await wire.raw_text(b"\x9fe. Und \xc3")
        await wire.end()

    async def say_nonsense(self, wire, reader, nth, body):
        await wire.start()
        await wire.text("Well. ")
        await wire.raw(b"data: {nonsense\n\n" if isinstance(wire, Openai) else b"{nonsense\n")
        await reader.read()

    async def say_endless(self, wire, reader, nth, body):
        await wire.start()
        while True:
            await wire.text("word " * 100)

    async def say_drip(self, wire, reader, nth, body):
        await wire.start()
        while True:
            await wire.text("w")
            await asyncio.sleep(0.02)

    async def say_empty(self, wire, reader, nth, body):
        await wire.start()
        await wire.end()

    async def say_add(self, wire, reader, nth, body):
        """Calls the tool `add`, first with arguments that do not fit, then well."""
        told = [m["content"] for m in body["messages"] if m["role"] == "tool"]
        await wire.start()
        if not told:
            await wire.call("add", {"a": "one"})
        elif len(told) == 1:
            await wire.call("add", {"a": 1, "b": 2})
        else:
            await wire.text("It is " + str(json.loads(told[-1])["sum"]) + ".")
        await wire.end()


class Wire:
    def __init__(self, writer):
        self._writer = writer

    async def raw(self, data):
        self._writer.write(data)
        await self._writer.drain()

    async def status(self, code, headers=""):
        await self.raw(f"HTTP/1.1 {code} X\r\n{headers}Content-Length: 0\r\n\r\n".encode())


class Openai(Wire):
    async def start(self):
        await self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")

    async def event(self, value):
        await self.raw(b"data: " + json.dumps(value).encode() + b"\n\n")

    async def text(self, text):
        await self.event({"choices": [{"index": 0, "delta": {"content": text}}]})

    async def raw_text(self, data):
        await self.raw(b'data: {"choices":[{"delta":{"content":"' + data + b'"}}]}\n\n')

    async def call(self, name, arguments):
        text = json.dumps(arguments)
        function = {"name": name, "arguments": text[:3]}
        call = {"index": 0, "id": "c1", "type": "function", "function": function}
        await self.event({"choices": [{"delta": {"tool_calls": [call]}}]})
        rest = {"index": 0, "function": {"arguments": text[3:]}}
        await self.event({"choices": [{"delta": {"tool_calls": [rest]}}]})

    async def end(self):
        await self.event({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        await self.event({"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2}})
        await self.raw(b"data: [DONE]\n\n")


class Ollama(Wire):
    async def start(self):
        await self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n")

    async def line(self, message, **more):
        value = {"model": "m", "message": {"role": "assistant", **message}, "done": False, **more}
        await self.raw(json.dumps(value).encode() + b"\n")

    async def text(self, text):
        await self.line({"content": text})

    async def raw_text(self, data):
        await self.raw(b'{"message":{"content":"' + data + b'"},"done":false}\n')

    async def call(self, name, arguments):
        function = {"function": {"name": name, "arguments": arguments}}
        await self.line({"content": "", "tool_calls": [function]})

    async def end(self):
        await self.line({"content": ""}, done=True, done_reason="stop", eval_count=2)
