#!/usr/bin/env python3
"""Runs live_echo on a sound server without hardware whose microphone hears its loudspeaker.

usage: live_echo.py LIVE_ECHO [--echo-db DB] [--delay-ms MS] [ARGUMENT...]
"""

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/sound"))
import server  # noqa: E402


def play_at_the_microphone(sound, echo_db, delay_ms):
    """What the loudspeaker plays is heard, weaker and later."""
    sound.pactl("load-module", "module-loopback", "source=va_speaker.monitor", "sink=va_mic_in",
                f"latency_msec={delay_ms}", "source_dont_move=true", "sink_dont_move=true")
    sound.until("the echo", lambda: "loopback" in sound.pactl("list", "sink-inputs").lower())
    found = re.search(r"^(\d+)", sound.pactl("list", "short", "sink-inputs"), re.M)
    sound.pactl("set-sink-input-volume", found[1], f"{echo_db}dB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--echo-db", type=float, default=-10, help="of the loudspeaker at the microphone")
    parser.add_argument("--delay-ms", type=int, default=40)
    options, arguments = parser.parse_known_args()
    sound = server.SoundServer()
    sound.start()
    try:
        play_at_the_microphone(sound, options.echo_db, options.delay_ms)
        return sound.run(options.program, *arguments).wait()
    finally:
        sound.stop()


if __name__ == "__main__":
    sys.exit(main())
