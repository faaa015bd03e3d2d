"""Logging as Utter does it: a constant event name, then fields, one line on standard error.

What people say, and what is said to them, is in no field.
"""

import json
import logging
import sys

_logger = logging.getLogger("utter_worker")


def configure(level):
    """`level`: "debug", "info", "warning" or "error"."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        logging.Formatter("%(asctime)s.%(msecs)03d %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _text(value):
    text = str(value)
    return json.dumps(text) if not text or set(text) & set(' "=\n\r\t') else text


def event(level, name, **fields):
    words = [name] + [f"{key}={_text(value)}" for key, value in fields.items()]
    _logger.log(getattr(logging, level.upper()), "%s", " ".join(words))
