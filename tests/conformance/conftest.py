"""Probes of the bus: one program of ours, one WebSocket client that plays everybody else.

A probe is a row of a table: what skills there are and what they say, what is said to the assistant,
and what is to be seen. `probe.py` plays it. Each row has a session and skills of its own, so that all
rows of a file share one assistant.
"""

import importlib.util
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).parent

_spec = importlib.util.spec_from_file_location("e2e", HERE.parent / "e2e" / "conftest.py")
e2e = importlib.util.module_from_spec(_spec)
sys.modules["e2e"] = e2e
_spec.loader.exec_module(e2e)


@pytest.fixture(scope="module")
def settings():
    """What a file of probes wants set; it may have a fixture of this name of its own."""
    return []


@pytest.fixture(scope="module")
def assistant_of_all(tmp_path_factory, settings):
    arguments = [word for setting in settings for word in ("--set", setting)]
    process = e2e.Process(tmp_path_factory.mktemp("home"), "run", "--set", "bus.port=0", *arguments)
    yield process
    process.stop()


@pytest.fixture
def bus(assistant_of_all):
    connected = e2e.Client(assistant_of_all.url)
    yield connected
    connected.drop()
