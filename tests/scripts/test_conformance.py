"""scripts/conformance on small trees: what it accepts, and each thing it refuses."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "conformance"

TABLE = """# OVOS-TOY-1

| id | sec | level | requirement | seen by |
|---|---|---|---|---|
| TOY-001 | 1 | MUST | squeak when \\| pressed | - |
| TOY-002 | 2 | MUST NOT | bite | - |
| TOY-003 | 3 | SHOULD | be soft | - |
"""
REASONS = """claimed = ["OVOS-TOY-1"]

[not_ours]
TOY-002 = "the dog"
"""
TEST = """// TOY-001
TEST(Toy, Squeaks) {}
"""


@pytest.fixture
def tree(tmp_path):
    """A tree in which everything is in order; write() changes it."""

    class Tree:
        def write(self, name, text):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

        def run(self, *arguments):
            """Returns what it complained about, line by line."""
            done = subprocess.run(
                [sys.executable, SCRIPT, "--root", tmp_path, *arguments],
                capture_output=True,
                text=True,
            )
            complaints = done.stderr.splitlines()
            assert (done.returncode != 0) == bool(complaints), done
            return complaints

        def page(self):
            return (tmp_path / "docs/conformance/coverage.md").read_text()

    made = Tree()
    made.write("docs/conformance/OVOS-TOY-1.md", TABLE)
    made.write("docs/conformance/README.md", "| id | level |\n|---|---|\n| any | thing |\n")
    made.write("docs/conformance/reasons.toml", REASONS)
    made.write("src/toy_test.cpp", TEST)
    return made


def test_the_page_names_tests_and_reasons(tree):
    assert tree.run() == []
    assert "| TOY-001 | MUST | squeak when \\| pressed | `Toy.Squeaks` |" in tree.page()
    assert "| TOY-002 | MUST NOT | bite | not ours: the dog |" in tree.page()
    assert "| TOY-003 | SHOULD | be soft |  |" in tree.page()
    assert "| [OVOS-TOY-1](#ovos-toy-1) | yes | 2 | 1 | 0 | 1 | 0 | 0 |" in tree.page()
    assert tree.run("--check") == []


def test_check_says_when_the_page_is_missing_or_old_and_leaves_it(tree):
    assert "not current" in tree.run("--check")[0]
    tree.run()
    tree.write("src/toy_test.cpp", TEST + "// TOY-003\nTEST(Toy, IsSoft) {}\n")
    assert "not current" in tree.run("--check")[0]
    assert "IsSoft" not in tree.page()


def test_a_must_of_a_claimed_specification_needs_a_test_or_a_reason(tree):
    tree.write("src/toy_test.cpp", "")
    (complaint,) = tree.run()
    assert complaint.startswith("TOY-001 (MUST) of OVOS-TOY-1 has neither a test nor a reason")
    tree.write("docs/conformance/reasons.toml", 'claimed = []\n[not_ours]\nTOY-002 = "the dog"\n')
    assert tree.run() == []


@pytest.mark.parametrize("named", ["TOY-009", "TOI-001", "TOY-01"])
def test_a_test_may_name_only_what_there_is(tree, named):
    tree.write("src/more_test.cpp", f"// TOY-001 {named}\nTEST_F(More, Does) {{}}\n")
    assert tree.run() == [f"src/more_test.cpp: More.Does names {named}, which no table has"]


@pytest.mark.parametrize(
    "lines, said",
    [
        ('[not_yet]\nTOY-009 = "soon"', "TOY-009 is in no table"),
        ('[not_yet]\nTOY-001 = "soon"', "TOY-001 is proven by Toy.Squeaks, so its reason is stale"),
        ('[not_yet]\nTOY-002 = "soon"', "TOY-002 has two reasons"),
        ('[not_yet]\nTOY-003 = " "', "TOY-003 has an empty reason"),
        ('[boring]\nTOY-003 = "soon"', "'boring' is no kind of reason"),
    ],
)
def test_a_reason_is_known_single_and_not_stale(tree, lines, said):
    tree.write("docs/conformance/reasons.toml", f"{REASONS}\n{lines}\n")
    (complaint,) = tree.run()
    assert said in complaint


def test_only_what_has_a_table_can_be_claimed(tree):
    tree.write("docs/conformance/reasons.toml", REASONS.replace("TOY-1", "TOI-1", 1))
    assert tree.run() == [
        "docs/conformance/reasons.toml: claims OVOS-TOI-1, which has no requirements in docs/conformance"
    ]


@pytest.mark.parametrize(
    "row, said",
    [
        ("| TOY-004 | 4 | MUST | a | b | c |", "not a row of the columns"),
        ("| toy four | 4 | MUST | a | b |", "not a row of the columns"),
        ("| TOY-001 | 4 | MUST | a | b |", "TOY-001 is already a row of OVOS-TOY-1"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tree, row, said):
    tree.write("docs/conformance/OVOS-TOY-1.md", TABLE + row + "\n")
    (complaint,) = tree.run()
    assert complaint.startswith("docs/conformance/OVOS-TOY-1.md:8: ") and said in complaint


def test_pytest_functions_name_requirements_above_their_decorators(tree):
    tree.write(
        "tests/test_toy.py",
        "import pytest\n\n\n# TOY-003\n@pytest.mark.parametrize(\n    'n', [1]\n)\ndef test_softness(n):\n    pass\n",
    )
    assert tree.run() == []
    assert "| TOY-003 | SHOULD | be soft | `test_toy.test_softness` |" in tree.page()


@pytest.mark.parametrize(
    "name, text",
    [
        ("src/toy_test.cpp", "// TOY-001\nTEST(Toy, DISABLED_Squeaks) {}\n"),
        ("src/toy_test.cpp", "// TOY-001\n\nTEST(Toy, Squeaks) {}\n"),
        ("src/toy_test.cpp", "TEST(Toy, Squeaks) {\n    // TOY-001\n}\n"),
        ("src/toy.cpp", TEST),
        ("tests/test_toy.py", "# TOY-001\n@pytest.mark.skip(reason='tired')\ndef test_toy(): pass\n"),
        ("tests/test_toy.py", "# TOY-001\ndef helper(): pass\n"),
    ],
)
def test_what_does_not_run_proves_nothing(tree, name, text):
    tree.write("src/toy_test.cpp", "")
    tree.write(name, text)
    (complaint,) = tree.run()
    assert complaint.startswith("TOY-001 (MUST)")
