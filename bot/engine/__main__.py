"""`python -m bot.engine train|run|shell|test …`: Rasa's own command line with TensorFlow kept out of the process.

`run` and `shell` load sealed models only, listen on loopback unless told otherwise, and leave out other people's
warnings; `run` logs no words of visitors.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from bot import foreign_warnings
from bot.dot_env import EnvFileBroken, load_dot_env
from bot.engine import quick_training, quiet_logs
from bot.engine.model_file import MODEL, ModelRefused, check_seal
from bot.engine.without_tensorflow import install

LOOPBACK = "127.0.0.1"


def main() -> None:
    """Run Rasa's command line; telemetry off, one thread for numeric libraries (two cores are shared)."""
    try:
        load_dot_env()
    except EnvFileBroken as exc:
        sys.exit(f"make: {exc}")
    for name, value in {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
    }.items():
        os.environ.setdefault(name, value)
    serves = sys.argv[1:2] in (["run"], ["shell"])
    if serves:
        foreign_warnings.drop()
    if sys.argv[1:2] == ["run"]:
        quiet_logs.install()
    install()
    if sys.argv[1:2] == ["train"]:
        quick_training.install()
    from rasa.__main__ import main as rasa_main

    sys.argv[0] = "rasa"
    if serves:
        try:
            _settle_serving()
        except ModelRefused as exc:
            sys.exit(f"make: {exc}")
    rasa_main()


def _settle_serving() -> None:
    """Loopback and our model are what is meant when nothing is said; raises ModelRefused for a model without its seal.

    Rasa's own parser reads the arguments, so that no spelling of an option goes unnoticed.
    """
    import rasa.core.constants
    from rasa.__main__ import create_argument_parser
    from rasa.cli import run, shell
    from rasa.cli.utils import parse_last_positional_argument_as_model_path
    from rasa.shared.constants import DEFAULT_MODELS_PATH

    rasa.core.constants.DEFAULT_SERVER_INTERFACE = LOOPBACK  # Rasa's own default is every address
    parse_last_positional_argument_as_model_path()
    arguments = create_argument_parser().parse_args()
    if arguments.func not in {run.run, shell.shell, shell.shell_nlu}:
        return  # run actions
    _refuse_other_sources(arguments)
    if arguments.model == DEFAULT_MODELS_PATH:
        sys.argv += ["--model", str(MODEL)]
        check_seal(MODEL)
    else:
        check_seal(Path(arguments.model))


def _refuse_other_sources(arguments: Namespace) -> None:
    """A model that Rasa fetches from elsewhere has no seal."""
    from rasa.cli.utils import get_validated_path
    from rasa.shared.constants import DEFAULT_ENDPOINTS_PATH
    from rasa.shared.exceptions import RasaException
    from rasa.shared.utils.io import read_yaml_file

    if getattr(arguments, "remote_storage", None):
        raise ModelRefused("--remote-storage: only a model that make train sealed is loaded; use plain rasa for others")
    named = getattr(arguments, "endpoints", None)
    path = get_validated_path(named, "endpoints", DEFAULT_ENDPOINTS_PATH, none_is_valid=True)
    try:
        endpoints = read_yaml_file(path) if path else {}
    except (RasaException, OSError):
        return  # Rasa will say what is wrong with it
    if isinstance(endpoints, dict) and endpoints.get("models"):
        raise ModelRefused(f"{path}: only a model that make train sealed is loaded, none of a model server")


if __name__ == "__main__":
    main()
