"""utter-tts-worker: speaks for Utter over gRPC."""

from tts_worker import server
from utter_worker import voices
from utter_worker.pocket import MODELS
from utter_worker.server import main, parser
from utter_worker.server import run as serve


def make_engine(arguments):
    if arguments.engine == "reference":
        from tts_worker.reference_engine import ReferenceEngine

        return ReferenceEngine(arguments.voices)
    from tts_worker.pocket_engine import PocketEngine

    return PocketEngine(arguments.voices, arguments.language, arguments.quantize)


def entry():
    arguments = parser(__doc__, 50052)
    arguments.add_argument("--engine", default="reference", choices=("reference", "pocket"))
    arguments.add_argument("--voices", default=voices.default_folder(),
                           help="folder of trained voices, the trainer's (default: %(default)s)")
    arguments.add_argument("--language", default="en", choices=tuple(MODELS),
                           help="of the model of pocket")
    arguments.add_argument("--quantize", action="store_true",
                           help="pocket's 8-bit weights: less memory, a little faster")
    chosen = arguments.parse_args()
    return serve(chosen, server.SERVICE, make_engine(chosen), server.add_service)


def run():
    main(entry)


if __name__ == "__main__":
    run()
