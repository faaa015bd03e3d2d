"""utter-trainer-worker: makes voices for Utter over gRPC."""

from trainer_worker import server
from utter_worker import voices
from utter_worker.pocket import MODELS
from utter_worker.server import main, parser
from utter_worker.server import run as serve
from utter_worker_stubs import training_pb2_grpc


def make_engine(arguments):
    if arguments.engine == "reference":
        from trainer_worker.reference_engine import ReferenceEngine

        return ReferenceEngine()
    from trainer_worker.pocket_engine import PocketEngine

    return PocketEngine(arguments.language)


def entry():
    arguments = parser(__doc__, 50053)
    arguments.add_argument("--engine", default="reference", choices=("reference", "pocket"))
    arguments.add_argument("--voices", default=voices.default_folder(),
                           help="folder that voices are put in (default: %(default)s)")
    arguments.add_argument("--language", default="en", choices=tuple(MODELS),
                           help="of the model of pocket")
    chosen = arguments.parse_args()

    def add_service(loading, made):
        training_pb2_grpc.add_VoiceTrainingServicer_to_server(
            server.VoiceTraining(loading, chosen.voices), made
        )

    return serve(chosen, server.SERVICE, make_engine(chosen), add_service)


def run():
    main(entry)


if __name__ == "__main__":
    run()
