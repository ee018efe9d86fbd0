"""The copy of the working tree that training is measured in."""

from benchmarks.training import change_one_row, count_rows, thinned

NLU = """# who writes
nlu:
  - intent: faq/a
    metadata: {writer: w1}
    examples: |
      - first
      - second
  - intent: greet
    examples: |
      - hi
"""


def a_tree(folder, text=NLU):
    (folder / "data" / "nlu").mkdir(parents=True)
    (folder / "data" / "nlu" / "a.yml").write_text(text, encoding="utf-8")
    return folder


def test_rows_are_counted(tmp_path):
    assert count_rows(a_tree(tmp_path)) == 3


def test_one_row_is_changed_and_nothing_else(tmp_path):
    change_one_row(a_tree(tmp_path))

    assert (tmp_path / "data" / "nlu" / "a.yml").read_text(encoding="utf-8") == NLU.replace("first", "first please")


def test_a_thinned_file_keeps_each_block_and_every_tenth_row():
    rows = "".join(f"      - row {number}\n" for number in range(25))

    kept = thinned(f"  - intent: greet\n    examples: |\n{rows}  - intent: thank\n    examples: |\n      - ty\n")

    assert [line.strip() for line in kept.splitlines()] == [
        "- intent: greet",
        "examples: |",
        "- row 0",
        "- row 10",
        "- row 20",
        "- intent: thank",
        "examples: |",
        "- ty",
    ]
