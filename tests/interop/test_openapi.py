"""Every endpoint of the platform of a real `utter run`, asked what its OpenAPI document allows and what it does not."""

import re
import subprocess
import sys

e2e = sys.modules["e2e"]  # made by conftest.py
start = e2e.start  # fixture

KEY = "fuzzer-key-0123456789abcdef"
# Not every rule can be in the document: that a language model is one of the configuration, what a sound is.
UNFIT_CHECKS = "positive_data_acceptance"
EXAMPLES = 30


def test_every_endpoint_keeps_to_its_document(schemathesis_environment, database, start, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text(f"{KEY} fuzzer\n")
    keys.chmod(0o600)
    process = start(
        "run", "--set", "bus.port=0", "--set", "platform.enabled=true", "--set", "platform.port=0",
        "--set", f"bus.keys_file={keys}", "--set", f"platform.database={database.setting}",
    )  # fmt: skip
    url = re.search(r"url=(\S+)", process.wait_for(r"platform\.ready"))[1]
    asked = subprocess.run(
        [
            schemathesis_environment / "bin" / "schemathesis", "run", f"{url}/openapi.json",
            "--header", f"Authorization: Bearer {KEY}",
            "--checks", "all", "--exclude-checks", UNFIT_CHECKS,
            "--phases", "coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES),
            "--seed", "1", "--generation-database", "none",
            "--suppress-health-check", "all", "--request-timeout", "60",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stdout[-20_000:] + asked.stderr
    operations = re.search(r"Selected: (\d+)/(\d+)\n\s+Tested: (\d+)", asked.stdout)
    assert operations and len(set(operations.groups())) == 1, asked.stdout[-2_000:]
    assert process.stop() == 0
    assert not [line for line in process.log if " ERROR " in line]
