"""What skills want shown, over a real bus, to a display of text and to whoever asks."""

import time

import pytest

from conftest import PATIENCE, Process, message


@pytest.fixture
def showing(tmp_path):
    """The whole assistant with a display of text."""
    process = Process(tmp_path, "run", "--set", "bus.port=0", "--set", "audio.input=off",
                      "--set", "audio.output=null", "--set", f"gui.text_output={tmp_path / 'screen'}")
    yield process
    process.stop()


def shown(client, **context):
    client.send(message("utter.gui.get", **context))
    return client.until("utter.gui.get.response")[-1]["data"]


def screen(tmp_path, last):
    """Waits until this is the last screen."""
    deadline = time.monotonic() + PATIENCE
    while True:
        screens = (tmp_path / "screen").read_text().split("\f\n")
        if screens[-1].rstrip("\n") == last:
            return screens
        assert time.monotonic() < deadline, screens
        time.sleep(0.02)


# GUI-022 GUI-024 GUI-028 GUI-040
def test_a_card_is_shown_and_cleared(showing, client, tmp_path):
    user = client(showing.url)
    user.send(message("gui.value.set", {"__from": "weather.example", "current_temp": 22,
                                        "condition": "Sunny"}))
    user.send(message("gui.page.show", {"__from": "weather.example", "page_names": ["SYSTEM_weather"],
                                        "__idle": True}))
    screen(tmp_path, "22° Sunny")
    now = shown(user)
    assert now == {"shown": [{"skill_id": "weather.example", "page": "SYSTEM_weather",
                              "data": {"current_temp": 22, "condition": "Sunny"}}],
                   "display_connected": True}
    user.send(message("gui.clear.namespace", {"__from": "weather.example"}))
    screen(tmp_path, "")
    assert shown(user)["shown"] == []


# GUI-025 GUI-026 GUI-054
def test_another_session_is_not_seen_here(showing, client, tmp_path):
    user = client(showing.url)
    kitchen = {"session": {"session_id": "kitchen"}}
    user.send(message("gui.value.set", {"__from": "w", "text": "for the kitchen"}, **kitchen))
    user.send(message("gui.page.show", {"__from": "w", "page_names": ["SYSTEM_text"]}, **kitchen))
    user.send(message("gui.value.set", {"__from": "w", "text": "for here"}))
    user.send(message("gui.page.show", {"__from": "w", "page_names": ["SYSTEM_text"]}))
    assert screen(tmp_path, "for here") == ["", "for here\n"]
    assert shown(user, **kitchen)["shown"][0]["data"] == {"text": "for the kitchen"}


# GUI-032
def test_a_page_goes_by_itself(showing, client, tmp_path):
    user = client(showing.url)
    user.send(message("gui.value.set", {"__from": "w", "text": "a moment"}))
    user.send(message("gui.page.show", {"__from": "w", "page_names": ["SYSTEM_text"], "__idle": 0.3}))
    screen(tmp_path, "a moment")
    screen(tmp_path, "")


# GUI-038 GUI-039
def test_a_display_that_cannot_be_opened_is_left_out(start, client, tmp_path):
    process = start("run", "--set", "bus.port=0", "--set", "gui.text_output=/nonexistent/screen")
    process.wait_for(r"gui\.adapter_left_out")
    user = client(process.url)
    user.send(message("gui.page.show", {"__from": "w", "page_names": ["SYSTEM_text"]}))
    now = shown(user)
    assert now["display_connected"] is False
    assert now["shown"][0]["page"] == "SYSTEM_text"
