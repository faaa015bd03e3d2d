"""Makes the Python package utter_worker_stubs of workers/proto.

Building the package runs it as a hook; `make_stubs.py FOLDER` writes the package into that folder, for
running the workers straight from the source tree.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
PROTO = HERE.parent / "proto"
PACKAGE = "utter_worker_stubs"


def make_stubs(folder):
    from grpc_tools import protoc

    folder = pathlib.Path(folder)
    (folder / PACKAGE).mkdir(parents=True, exist_ok=True)
    (folder / PACKAGE / "__init__.py").write_text("")
    names = sorted(path.name for path in PROTO.glob("*.proto"))
    status = protoc.main(
        ["protoc", f"-I{PACKAGE}={PROTO}", f"--python_out={folder}", f"--grpc_python_out={folder}"]
        + [f"{PACKAGE}/{name}" for name in names]
    )
    if status != 0:
        raise RuntimeError(f"protoc ended with status {status}")


if __name__ == "__main__":
    make_stubs(sys.argv[1])
else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class StubsHook(BuildHookInterface):
        def initialize(self, version, build_data):
            make_stubs(HERE / "src")
