"""The engine imports Rasa whole and never loads TensorFlow; each test in a process of its own."""

import os
import subprocess
import sys

import pytest

from bot.engine.model_file import ROOT

QUIET = {
    **os.environ,
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
}


def run(code, *arguments):
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, env=QUIET, capture_output=True, text=True, timeout=120)


def test_rasas_agent_is_imported_without_tensorflow():
    done = run(
        "from bot.engine.without_tensorflow import install; install()\n"
        "import sys, rasa.core.agent, rasa.core.policies.rule_policy\n"
        "names = [n for n in sys.modules if n.split('.')[0] in ('tensorflow', 'keras')]\n"
        "real = [n for n in names if getattr(sys.modules[n], '__file__', None)]\n"
        "print('real:', real)\n"
        "print('mapped:', any('tensorflow' in line for line in open('/proc/self/maps')))\n"
    )

    assert done.returncode == 0, done.stderr[-800:]
    assert "real: []" in done.stdout
    assert "mapped: False" in done.stdout


def test_a_call_into_tensorflow_says_that_it_is_not_there():
    done = run(
        "from bot.engine.without_tensorflow import install; install()\n"
        "import tensorflow as tf\n"
        "class Layer(tf.keras.layers.Layer): pass\n"
        "@tf.function\n"
        "def f(): return 1\n"
        "print('decorated:', f())\n"
        "try: tf.constant([1])\n"
        "except RuntimeError as exc: print('refused:', exc)\n"
    )

    assert "decorated: 1" in done.stdout, done.stderr[-800:]
    assert "refused: TensorFlow is not loaded in this process" in done.stdout


def test_installing_twice_changes_nothing():
    done = run(
        "from bot.engine.without_tensorflow import install\n"
        "import sys; before = len(sys.meta_path); install(); install(); print(len(sys.meta_path) - before)"
    )

    assert done.stdout.strip() == "1"


@pytest.mark.parametrize("arguments", [["--version"], ["train", "--help"]])
def test_rasas_command_line_runs_through_ours(arguments):
    done = subprocess.run(
        [sys.executable, "-m", "bot.engine", *arguments],
        cwd=ROOT,
        env=QUIET,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr[-800:]
    assert "Rasa Version" in done.stdout or "usage: rasa train" in done.stdout
