"""utter-stt-worker: hears for Utter over gRPC."""

from stt_worker import server
from utter_worker.server import main, parser
from utter_worker.server import run as serve

MODELS = {
    "moshi": "kyutai/stt-1b-en_fr",
    "moshi-mlx": "kyutai/stt-1b-en_fr-mlx",
}


def make_engine(arguments):
    if arguments.engine == "reference":
        from stt_worker.reference_engine import ReferenceEngine

        return ReferenceEngine(arguments.grammar)
    from stt_worker import moshi_engine

    model = moshi_engine.TorchModel if arguments.engine == "moshi" else moshi_engine.MlxModel
    return moshi_engine.MoshiEngine(
        arguments.engine,
        model,
        arguments.model or MODELS[arguments.engine],
        arguments.languages.split(",") if arguments.languages else None,
        arguments.device,
    )


def entry():
    arguments = parser(__doc__, 50051)
    arguments.add_argument("--engine", default="reference", choices=("reference", *MODELS))
    arguments.add_argument("--grammar", help="JSGF file; the reference engine then hears only that")
    arguments.add_argument("--model", help="a model's repository on Hugging Face, for moshi")
    arguments.add_argument("--languages", help="what that model understands: en,fr")
    arguments.add_argument("--device", help="of PyTorch: cuda, cpu")
    chosen = arguments.parse_args()
    return serve(chosen, server.SERVICE, make_engine(chosen), server.add_service)


def run():
    main(entry)


if __name__ == "__main__":
    run()
