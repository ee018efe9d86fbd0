"""The widget stays small: what a visitor's browser loads for it, gzipped."""

import gzip
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "bot" / "widget" / "static" / "widget"
LIMIT_KB = 40


def test_widget_is_at_most_40_kb_gzipped(capsys):
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())

    size_kb = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in files) / 1024

    with capsys.disabled():
        print(f"\nwidget: {size_kb:.1f} KB gzipped in {len(files)} files (bar: {LIMIT_KB} KB)")  # noqa: T201 (a figure to read)
    assert 0 < size_kb <= LIMIT_KB
