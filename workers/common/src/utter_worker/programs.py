"""Other programs as engines, ended when nobody waits for them any longer."""

import subprocess

from utter_worker.server import Cancelled

POLL_S = 0.05


def run(command, is_wanted, text="", limit_s=60.0):
    """What the program wrote. RuntimeError when it failed or took longer than `limit_s`."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    data = text.encode()
    waited = 0.0
    try:
        while True:
            try:
                out, err = process.communicate(data, timeout=POLL_S)
                break
            except subprocess.TimeoutExpired:
                data = None
                waited += POLL_S
                if not is_wanted():
                    raise Cancelled from None
                if waited > limit_s:
                    raise RuntimeError(f"{command[0]} took longer than {limit_s:.0f} s") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode != 0:
        raise RuntimeError(
            f"{command[0]} ended with status {process.returncode}: "
            + err.decode(errors="replace").strip()[:200]
        )
    return out
