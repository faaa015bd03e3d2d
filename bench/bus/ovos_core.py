"""An unmodified ovos-core on some bus, with what it can be asked."""

import contextlib
import os
import subprocess

from peers import ovos_home

# For the hello-world skill, matched by keywords (Adapt). The engines that match example sentences take
# a compiler to install or seconds of Python for each utterance, in which any bus would vanish.
QUESTION = "thank you"
SKILL = "ovos-skill-hello-world.openvoiceos"
CONFIG = {
    "lang": "en-US",
    "intents": {
        "pipeline": [
            "ovos-stop-pipeline-plugin-high",
            "ovos-converse-pipeline-plugin",
            "ovos-adapt-pipeline-plugin-high",
            "ovos-fallback-pipeline-plugin-low",
        ]
    },
}


@contextlib.contextmanager
def running_core(peers, server_name, port):
    """An ovos-core on the bus at the port, with the file that takes what it says."""
    venv = peers.venv("ovos-core")
    env = ovos_home(peers.folder / "home-ovos-core", port, CONFIG)
    with open(peers.log(f"ovos-core-on-{server_name}"), "wb") as log:
        core = subprocess.Popen([venv / "bin/ovos-core"], stdout=log, stderr=log, env={**os.environ, **env})
    try:
        yield core, log.name
    finally:
        core.terminate()
        try:
            core.wait(10)
        except subprocess.TimeoutExpired:
            core.kill()
            core.wait()
