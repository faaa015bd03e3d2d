"""The servers that the bus benchmark compares: how each is started and what it speaks."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
READY_SECONDS_MAX = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connects(address):
    kind, _, rest = address.partition(":")
    family = socket.AF_UNIX if kind == "unix" else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.connect(rest if kind == "unix" else ("127.0.0.1", int(rest.split(":")[1])))
            return True
        except OSError:
            return False


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["VmRSS"].split()[0]) / 1024


class Server:
    """A running server and the addresses at which it can be loaded."""

    def __init__(self, name, command, endpoints, env=None, log=None):
        self.name = name
        self.endpoints = endpoints  # name of the way in: (address, protocol, path)
        with open(log, "ab") if log else open(os.devnull, "wb") as output:
            self.started = time.perf_counter()
            self.process = subprocess.Popen(
                command,
                stdout=output,
                stderr=output,
                env={**os.environ, **(env or {})},
            )

    @property
    def pid(self):
        return self.process.pid

    def wait_ready(self):
        """Seconds from exec until every way in accepts."""
        for address, _, _ in self.endpoints.values():
            while not connects(address):
                if self.process.poll() is not None:
                    sys.exit(f"{self.name} ended with status {self.process.returncode}")
                if time.perf_counter() - self.started > READY_SECONDS_MAX:
                    sys.exit(f"{self.name} does not accept connections at {address}")
                time.sleep(0.0002)
        return time.perf_counter() - self.started

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Peers:
    """Knows how to start each server; `folder` takes what they write."""

    def __init__(self, options):
        self.options = options
        self.folder = Path(options.folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.programs = Path(options.programs)
        self.starters = {"floor": self.floor}
        for name, binary in options.utter:
            self.starters[name] = lambda name=name, binary=binary: self.utter(name, binary)
        self.starters["ovos-messagebus"] = self.ovos_messagebus
        self.starters["ovos-messagebus-nodelay"] = self.ovos_messagebus_nodelay
        self.starters["nats"] = self.nats
        self.starters["mosquitto"] = self.mosquitto
        self.starters["beast"] = self.beast
        if options.uwebsockets:
            self.starters["uwebsockets"] = self.uwebsockets
        self.missing = {
            name: program
            for name, program in (("nats", "nats-server"), ("mosquitto", "mosquitto"))
            if not self.which(program)
        }

    def names(self):
        wanted = self.options.only
        unknown = set(wanted or []) - set(self.starters)
        if unknown:
            sys.exit(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(self.starters)}")
        for name, program in self.missing.items():
            print(f"without {name}: there is no program {program}", file=sys.stderr)
        return [
            name
            for name in self.starters
            if name not in self.missing and (not wanted or name in wanted)
        ]

    def start(self, name):
        server = self.starters[name]()
        server.ready_seconds = server.wait_ready()
        return server

    @staticmethod
    def which(program):
        return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")

    def log(self, name):
        return self.folder / f"{name}.log"

    def websocket(self, name, command, port, path="/core", env=None):
        endpoints = {name: (f"tcp:127.0.0.1:{port}", "ovos", path)}
        return Server(name, command, endpoints, env=env, log=self.log(name))

    def floor(self, *flags, address=None):
        address = address or f"tcp:127.0.0.1:{free_port()}"
        return Server("floor", [self.programs / "bus_floor", address, *flags], {"floor": (address, "raw", "/")})

    def utter(self, name, binary):
        port = free_port()
        command = [binary, "service", "bus", "--set", f"bus.port={port}"]
        for setting in self.options.utter_set:
            command += ["--set", setting]
        server = self.websocket(name, command, port)
        if self.options.utter_unix:
            server.endpoints[f"{name}-unix"] = (f"unix:{self.options.utter_unix}", "ovos", "/core")
        return server

    def beast(self):
        port = free_port()
        return self.websocket("beast", [self.programs / "beast_broadcast", str(port)], port)

    def uwebsockets(self):
        port = free_port()
        return self.websocket("uwebsockets", [self.build_uwebsockets(), str(port)], port)

    def build_uwebsockets(self):
        """uWebSockets is in no distribution we build for: the user brings a checkout."""
        checkout = Path(self.options.uwebsockets).resolve()
        usockets = checkout / "uSockets"
        source = HERE / "uws_broadcast.cpp"
        program = self.folder / "uws_broadcast"
        if program.exists() and program.stat().st_mtime > source.stat().st_mtime:
            return program
        flags = ["-O3", "-DLIBUS_NO_SSL", f"-I{usockets / 'src'}"]
        objects = []
        for c_source in sorted((*(usockets / "src").glob("*.c"), *(usockets / "src/eventing").glob("*.c"))):
            objects.append(self.folder / f"usockets-{c_source.stem}.o")
            subprocess.run(["cc", *flags, "-c", c_source, "-o", objects[-1]], check=True)
        subprocess.run(
            ["c++", "-std=c++20", *flags, "-DUWS_NO_ZLIB", f"-I{checkout / 'src'}", source, *objects, "-o", program],
            check=True,
        )
        return program

    def nats(self):
        plain, websocket = free_port(), free_port()
        config = self.folder / "nats.conf"
        config.write_text(
            f'listen: "127.0.0.1:{plain}"\n'
            f'websocket {{ host: "127.0.0.1", port: {websocket}, no_tls: true }}\n'
        )
        endpoints = {
            "nats": (f"tcp:127.0.0.1:{plain}", "nats", "/"),
            "nats-ws": (f"tcp:127.0.0.1:{websocket}", "nats-ws", "/"),
        }
        return Server("nats", [self.which("nats-server"), "-c", config], endpoints, log=self.log("nats"))

    def mosquitto(self):
        plain, websocket = free_port(), free_port()
        config = self.folder / "mosquitto.conf"
        config.write_text(
            f"set_tcp_nodelay true\nallow_anonymous true\nuser root\nlistener {plain} 127.0.0.1\n"
            f"listener {websocket} 127.0.0.1\nprotocol websockets\n"
        )
        endpoints = {
            "mosquitto": (f"tcp:127.0.0.1:{plain}", "mqtt", "/mqtt"),
            "mosquitto-ws": (f"tcp:127.0.0.1:{websocket}", "mqtt-ws", "/mqtt"),
        }
        return Server("mosquitto", [self.which("mosquitto"), "-c", config], endpoints, log=self.log("mosquitto"))

    def ovos_messagebus(self, name="ovos-messagebus", python_path=None, port=None):
        venv = self.venv("ovos-messagebus")
        port = port or free_port()
        home = self.folder / f"home-{name}"
        env = {**ovos_home(home, port), **({"PYTHONPATH": str(python_path)} if python_path else {})}
        return self.websocket(name, [venv / "bin/ovos-messagebus"], port, env=env)

    def ovos_messagebus_nodelay(self, port=None):
        return self.ovos_messagebus("ovos-messagebus-nodelay", HERE / "nodelay", port)

    def venv(self, name):
        """A virtual environment with the versions of requirements-NAME.txt, made at first use."""
        folder = self.folder / f"venv-{name}"
        wanted = (HERE / f"requirements-{name}.txt").read_text()
        made = folder / "made-from"
        if not made.exists() or made.read_text() != wanted:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            requirements = HERE / f"requirements-{name}.txt"
            subprocess.run([folder / "bin/pip", "install", "--quiet", "-r", requirements], check=True)
            made.write_text(wanted)
        return folder


def ovos_home(home, port, config=None):
    """The environment of an OVOS program that keeps its files in `home` and uses the bus at `port`."""
    folder = home / "config/mycroft"
    folder.mkdir(parents=True, exist_ok=True)
    bus = {"host": "127.0.0.1", "port": port, "route": "/core", "ssl": False}
    (folder / "mycroft.conf").write_text(json.dumps({"websocket": bus, **(config or {})}))
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
    }
