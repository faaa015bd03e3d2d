"""The skeleton of a worker: arguments, the socket, health, loading the model, signals.

The server answers as soon as it runs. Until the model is loaded its health is NOT_SERVING and every call
of the worker's own service ends with UNAVAILABLE. SIGTERM and SIGINT make it NOT_SERVING, let calls end
for STOP_GRACE seconds, and end the process with status 0; a second one ends it at once. A model that
cannot be loaded ends it with status 1.
"""

import argparse
import concurrent.futures
import ctypes
import ipaddress
import os
import signal
import sys
import threading
import time
import urllib.parse

import grpc

from utter_worker import health, log
from utter_worker_stubs import health_pb2_grpc

STOP_GRACE = 2.0  # seconds
CALLS_MAX = 16  # at the same time; further ones wait, health checks among them


class Unusable(Exception):
    """A request that cannot be done, with the status that says so."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Cancelled(Exception):
    """Nobody waits for the answer any longer."""


class Loading:
    """Holds an engine that is there once its model has been loaded."""

    def __init__(self, engine):
        self._engine = engine
        self._loaded = threading.Event()

    def load(self):
        self._engine.load()
        self._loaded.set()

    def get(self):
        if not self._loaded.is_set():
            raise Unusable(grpc.StatusCode.UNAVAILABLE, "the model is being loaded")
        return self._engine


def answering(call):
    """Makes a method's exceptions its call's status."""

    def answer(self, request, context):
        with _Status(context):
            return call(self, request, context)

    return answer


def streaming(call):
    """As answering(), for a method that yields its answers."""

    def answer(self, request, context):
        with _Status(context):
            yield from call(self, request, context)

    return answer


class _Status:
    def __init__(self, context):
        self._context = context

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, Unusable):
            self._context.abort(error.code, str(error))
        if isinstance(error, Cancelled):
            self._context.abort(grpc.StatusCode.CANCELLED, "the call was cancelled")
        # Not abort()'s own exception, nor the end of a generator.
        if isinstance(error, Exception) and error.args:
            log.event("error", "worker.call_failed", kind=kind.__name__, reason=error)
            self._context.abort(grpc.StatusCode.UNAVAILABLE, f"the engine failed: {kind.__name__}")
        return False


def listen_address(url, insecure_bind_allowed):
    """What gRPC calls the address; ValueError says what is wrong with it."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"):
        return f"unix://{parts.path}"
    if parts.scheme != "tcp" or not parts.hostname or parts.port is None:
        raise ValueError(f"'{url}' is neither tcp://HOST:PORT nor unix:///PATH")
    host = parts.hostname
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback and not insecure_bind_allowed:
        raise ValueError(
            f"'{url}' can be reached from other machines, and the protocol has neither keys nor "
            "encryption; --insecure-bind-allowed accepts that"
        )
    return f"[{host}]:{parts.port}" if ":" in host else f"{host}:{parts.port}"


def parser(description, default_port):
    made = argparse.ArgumentParser(description=description)
    made.add_argument(
        "--listen",
        default=os.environ.get("UTTER_WORKER_LISTEN", f"tcp://127.0.0.1:{default_port}"),
        help="tcp://HOST:PORT or unix:///PATH (default: $UTTER_WORKER_LISTEN, or port "
        f"{default_port} of this machine alone)",
    )
    made.add_argument("--insecure-bind-allowed", action="store_true",
                      help="accept an address that other machines can reach")
    made.add_argument("--log-level", default="info", choices=("debug", "info", "warning", "error"))
    return made


def end_with_parent():
    """Has the kernel send us SIGTERM when who started us has ended, if that was Utter's manager.

    The manager asks the kernel to kill its own children; a launcher between (`uv run`) would leave us.
    """
    if sys.platform == "linux" and "UTTER_WORKER_LISTEN" in os.environ:
        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGTERM)


def run(arguments, service_name, engine, add_service):
    """Serves until a signal. `add_service(loading, server)` registers the worker's own service.

    Returns the status to exit with.
    """
    log.configure(arguments.log_level)
    end_with_parent()
    try:
        address = listen_address(arguments.listen, arguments.insecure_bind_allowed)
    except ValueError as error:
        log.event("error", "worker.start_failed", reason=error)
        return 2
    loading = Loading(engine)
    state = health.Health([service_name])
    server = grpc.server(
        concurrent.futures.ThreadPoolExecutor(CALLS_MAX), options=[("grpc.so_reuseport", 0)]
    )
    health_pb2_grpc.add_HealthServicer_to_server(state, server)
    add_service(loading, server)
    try:
        port = server.add_insecure_port(address)
    except RuntimeError:
        port = 0
    if port == 0 and not address.startswith("unix:"):
        log.event("error", "worker.start_failed", reason=f"cannot listen at {arguments.listen}")
        return 1

    stopping = threading.Event()
    status = 0

    def on_signal(number, frame):
        if stopping.is_set():
            os._exit(128 + number)
        stopping.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    server.start()
    # One whole line at once, for whoever started this with port 0.
    where = arguments.listen if address.startswith("unix:") else f"tcp://{address.rsplit(':', 1)[0]}:{port}"
    log.event("info", "worker.listening", url=where)

    def load():
        nonlocal status
        began = time.monotonic()
        try:
            loading.load()
        except Exception as error:
            log.event("error", "worker.load_failed", engine=engine.name, reason=error)
            status = 1
            stopping.set()
            return
        state.set(health.SERVING)
        log.event("info", "worker.ready", engine=engine.name,
                  load_ms=round(1000 * (time.monotonic() - began)))

    threading.Thread(target=load, daemon=True).start()
    stopping.wait()
    state.set(health.NOT_SERVING)
    log.event("info", "worker.stopping")
    server.stop(STOP_GRACE).wait()
    return status


def main(entry):
    """Ends the process with the status; a library's thread may not keep it alive."""
    status = entry()
    sys.stderr.flush()
    os._exit(status)
