"""A sound server without hardware: PipeWire with a loudspeaker and a microphone that are programs.

    server.py COMMAND [ARGUMENT...]

runs a command on one; its exit status is the command's, or 77 with the reason when PipeWire is not
installed. `va_speaker` is the default sink: what it plays is recorded from `va_speaker.monitor`.
`va_mic_in` is where to play what the default source, its monitor, is to hear.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAMS = ("pipewire", "wireplumber", "pipewire-pulse", "pactl", "dbus-daemon")
PATIENCE = 20  # seconds
NO_SOUND_SERVER = 77

DEVICES = """
context.objects = [
    { factory = adapter args = { factory.name = support.null-audio-sink node.name = va_speaker
      media.class = Audio/Sink object.linger = true audio.position = [ MONO ]
      monitor.channel-volumes = true } }
    { factory = adapter args = { factory.name = support.null-audio-sink node.name = va_mic_in
      media.class = Audio/Sink object.linger = true audio.position = [ MONO ]
      monitor.channel-volumes = true } }
]
"""


def missing():
    """Why there can be none, or nothing."""
    absent = [program for program in PROGRAMS if not shutil.which(program)]
    return f"{', '.join(absent)} not installed" if absent else None


class SoundServer:
    """The server, from `start()` to `stop()`; `environment` is what its clients need."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="utter-sound-")
        home = self._folder.name
        self.runtime_dir = os.path.join(home, "run")
        config = os.path.join(home, "config", "pipewire", "pipewire.conf.d")
        os.makedirs(config)
        os.mkdir(self.runtime_dir, 0o700)
        with open(os.path.join(config, "10-devices.conf"), "w", encoding="utf-8") as file:
            file.write(DEVICES)
        self.environment = {
            "XDG_RUNTIME_DIR": self.runtime_dir,
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.runtime_dir}/bus",
        }
        self._all = {
            **os.environ,
            **self.environment,
            "HOME": home,
            "XDG_CONFIG_HOME": os.path.join(home, "config"),
        }
        self._running = {}

    def start(self):
        self._spawn("dbus-daemon", "--session", "--nofork", "--nopidfile",
                    "--address=" + self.environment["DBUS_SESSION_BUS_ADDRESS"])
        self.until("the message bus", lambda: self._has("bus"))
        self._start_pipewire()

    def _start_pipewire(self):
        self._spawn("pipewire")
        # WirePlumber gives up for good when there is nothing to connect to yet.
        self.until("PipeWire", lambda: self._has("pipewire-0"))
        self._spawn("wireplumber")
        self.start_pulse()

    def start_pulse(self):
        """Starts the part that programs talk to, again after `stop_pulse()`."""
        self._spawn("pipewire-pulse")
        self.until("pipewire-pulse", lambda: self._has("pulse/native"))
        self.until("the devices", lambda: "va_mic_in.monitor" in self.pactl("list", "short", "sources"))
        self.until("the defaults", self._set_defaults)

    def run_in_real_time(self):
        """So that no load delays it; only root may."""
        for name in ("pipewire", "pipewire-pulse"):
            os.sched_setscheduler(self._running[name].pid, os.SCHED_RR, os.sched_param(10))

    def crash(self):
        """All of the server is gone from one moment to the next; `restart()` brings it back."""
        for name in ("pipewire", "pipewire-pulse", "wireplumber"):
            process = self._running.pop(name)
            process.kill()
            process.wait()
        for socket in ("pipewire-0", "pipewire-0-manager", "pulse/native"):
            path = os.path.join(self.runtime_dir, socket)
            if os.path.exists(path):
                os.unlink(path)

    def restart(self):
        self._start_pipewire()

    def plug(self, name):
        """A device that can be unplugged, a loudspeaker whose monitor is a microphone. Returns what
        `unplug()` wants."""
        module = self.pactl("load-module", "module-null-sink", f"sink_name={name}", "channels=1").strip()
        self.until(name, lambda: name + ".monitor" in self.pactl("list", "short", "sources"))
        return module

    def unplug(self, module):
        self.pactl("unload-module", module)

    def stop_pulse(self):
        self._end(self._running.pop("pipewire-pulse"))
        socket = os.path.join(self.runtime_dir, "pulse", "native")
        if os.path.exists(socket):
            os.unlink(socket)

    def stop(self):
        for process in reversed(self._running.values()):
            self._end(process)
        self._folder.cleanup()

    def pactl(self, *arguments):
        """What `pactl` prints."""
        return subprocess.run(["pactl", *arguments], env=self._all, capture_output=True,
                              text=True, timeout=PATIENCE, check=False).stdout

    def run(self, *command, **options):
        """Starts a program on the server."""
        return subprocess.Popen(command, env=self._all, **options)

    def _set_defaults(self):
        self.pactl("set-default-sink", "va_speaker")
        self.pactl("set-default-source", "va_mic_in.monitor")
        return (self.pactl("get-default-sink").strip() == "va_speaker"
                and self.pactl("get-default-source").strip() == "va_mic_in.monitor")

    def _has(self, name):
        return os.path.exists(os.path.join(self.runtime_dir, name))

    def _spawn(self, *command):
        self._running[command[0]] = subprocess.Popen(
            command, env=self._all, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    @staticmethod
    def _end(process):
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    @staticmethod
    def until(what, reached):
        deadline = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{what} did not come within {PATIENCE} seconds")
            time.sleep(0.05)


def main(command):
    reason = missing()
    if reason:
        print(f"skipped: {reason}")
        return NO_SOUND_SERVER
    server = SoundServer()
    try:
        server.start()
        return server.run(*command).wait()
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
