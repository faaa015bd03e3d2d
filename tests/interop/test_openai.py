"""OpenAI's own clients, unmodified, against the platform of a real `utter run`."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

e2e = sys.modules["e2e"]  # made by conftest.py
start = e2e.start  # fixture

HERE = pathlib.Path(__file__).parent


@pytest.fixture
def certificate(tmp_path):
    """A certificate of this machine and its key."""
    made, key = tmp_path / "platform.pem", tmp_path / "platform.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", made],
        check=True, capture_output=True,
    )
    return made, key


@pytest.fixture
def platform(start):
    """Starts an assistant with a platform; returns its URL."""
    if not shutil.which("flite"):
        pytest.skip("flite is not installed, and eSpeak's voice cannot be transcribed")

    def starter(*flags):
        process = start(
            "run", "--set", "bus.port=0", "--set", "platform.enabled=true", "--set", "platform.port=0", *flags
        )
        return re.search(r"url=(\S+)", process.wait_for(r"platform\.ready"))[1]

    return starter


def with_tls(certificate):
    made, key = certificate
    return ["--set", f"platform.tls_certificate={made}", "--set", f"platform.tls_key={key}"]


def ask(command, **environment):
    """What a client found."""
    asked = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment}
    )
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


def check(found):
    assert "utter" in found["models"]
    assert found["sound"] == "RIFF" and found["mp3"] > 1000
    assert found["heard"] == "what time is it"
    assert "4" in found["answer"] and "4" in found["streamed"]
    assert found["nobody"] == "model_not_found"
    assert found["realtime_heard"] == "what time is it"
    assert re.search(r"\d", found["realtime_answer"])
    assert found["realtime_status"] == "completed"
    assert found["realtime_bytes"] > 24000


def test_python_speaks_hears_chats_and_holds_a_realtime_session(openai_environment, platform):
    url = platform()
    check(ask([openai_environment / "bin" / "python", HERE / "openai_client.py", url]))


def test_python_does_so_over_tls(openai_environment, platform, certificate):
    url = platform(*with_tls(certificate))
    assert url.startswith("https://")
    check(
        ask(
            [openai_environment / "bin" / "python", HERE / "openai_client.py", url],
            SSL_CERT_FILE=str(certificate[0]),
        )
    )


def test_node_does_so_over_tls(node_environment, platform, certificate):
    url = platform(*with_tls(certificate))
    found = ask(
        ["node", node_environment / "openai_client.mjs", url], NODE_EXTRA_CA_CERTS=str(certificate[0])
    )
    check(found)
    assert found["realtime_url"] == "wss:"
    assert found["closed"] == 1000
