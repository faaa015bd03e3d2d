"""How a Python skill shows the bus's key: nix/packages/python/bus-key."""

import importlib
import sys
import types

import nix
import pytest

URL = "ws://127.0.0.1:8181/core"


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """Loads the module with a key file of this text; returns what a socket to a URL sends as headers."""

    def load(text):
        class WebSocketApp:
            def __init__(self, url, header=None, on_open=None):
                self.url, self.header, self.on_open = url, header, on_open

        websocket = types.ModuleType("websocket")
        websocket.WebSocketApp = WebSocketApp
        keys = tmp_path / "keys"
        keys.write_text(text)
        monkeypatch.setitem(sys.modules, "websocket", websocket)
        monkeypatch.setenv("UTTER_BUS_URL", URL)
        monkeypatch.setenv("UTTER_BUS_KEY_FILE", str(keys))
        monkeypatch.syspath_prepend(str(nix.ROOT / "nix/packages/python/bus-key"))
        sys.modules.pop("utter_bus_key", None)
        importlib.import_module("utter_bus_key")
        return lambda url, **arguments: WebSocketApp(url, **arguments)

    return load


def test_the_first_key_is_shown_to_the_bus(shown):
    connect = shown("# keys of the bus\n\nabc123 kitchen satellite\ndef456\n")
    assert connect(URL).header == {"Authorization": "Bearer abc123"}


def test_what_a_program_sends_itself_is_kept(shown):
    handler = print
    socket = shown("abc123\n")(URL, header={"X-Own": "yes"}, on_open=handler)
    assert socket.header == {"X-Own": "yes", "Authorization": "Bearer abc123"}
    assert socket.on_open is handler


def test_nobody_else_sees_the_key(shown):
    connect = shown("abc123\n")
    for url in ("ws://example.org/core", "ws://127.0.0.1:8182/core", "ws://127.0.0.1:8181/core/other"):
        assert connect(url).header is None


def test_a_file_without_a_key_is_named(shown):
    with pytest.raises(SystemExit, match="keys holds no key for the message bus"):
        shown("# none yet\n")
