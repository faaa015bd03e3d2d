"""The standard health service (grpc.health.v1), which Debian has no package of."""

import threading

import grpc

from utter_worker_stubs import health_pb2, health_pb2_grpc

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
SERVICE_UNKNOWN = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


class Health(health_pb2_grpc.HealthServicer):
    """One state for the worker as a whole and for each of its services."""

    def __init__(self, services):
        self._services = {"", *services}
        self._changed = threading.Condition()
        self._status = NOT_SERVING

    def set(self, status):
        with self._changed:
            self._status = status
            self._changed.notify_all()

    def Check(self, request, context):
        if request.service not in self._services:
            context.abort(grpc.StatusCode.NOT_FOUND, f"there is no service '{request.service}'")
        return health_pb2.HealthCheckResponse(status=self._status)

    def Watch(self, request, context):
        def wake():
            with self._changed:
                self._changed.notify_all()

        context.add_callback(wake)
        told = None
        while context.is_active():
            with self._changed:
                known = request.service in self._services
                now = self._status if known else SERVICE_UNKNOWN
                if now == told:
                    self._changed.wait()
                    continue
            told = now
            yield health_pb2.HealthCheckResponse(status=now)
