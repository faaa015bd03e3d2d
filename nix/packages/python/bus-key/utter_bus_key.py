"""Shows a key to the message bus on behalf of Python programs that know of none.

Imported at the start of every interpreter of a skill's environment (utter_bus_key.pth). With UTTER_BUS_URL
and UTTER_BUS_KEY_FILE set, a WebSocket to that URL, and to no other, carries the first key of the file.
"""

import os


def _first_key(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split("#", 1)[0].split()
            if words:
                return words[0]
    raise SystemExit(f"{path} holds no key for the message bus")


def _install(bus_url, key_file):
    import websocket

    key = _first_key(key_file)
    construct = websocket.WebSocketApp.__init__

    def construct_with_key(self, url, header=None, *args, **kwargs):
        if url.rstrip("/") == bus_url.rstrip("/"):
            header = {**(header or {}), "Authorization": f"Bearer {key}"}
        construct(self, url, header, *args, **kwargs)

    websocket.WebSocketApp.__init__ = construct_with_key


if os.environ.get("UTTER_BUS_URL") and os.environ.get("UTTER_BUS_KEY_FILE"):
    _install(os.environ["UTTER_BUS_URL"], os.environ["UTTER_BUS_KEY_FILE"])
