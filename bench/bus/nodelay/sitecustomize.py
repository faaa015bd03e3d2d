"""Put before other modules (PYTHONPATH), keeps TCP_NODELAY on for every connection of a Tornado server:
what the Python bus would be like if it asked for that. Tornado itself turns the option on to end the
upgrade response and then off again."""

from tornado.iostream import IOStream

set_nodelay = IOStream.set_nodelay
IOStream.set_nodelay = lambda self, _: set_nodelay(self, True)
