"""`make shell`: rasa shell with the action server beside it, so that a request can be sent to the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from processes import ROOT, environment

sys.path.insert(0, str(ROOT))

from bot.engine.model_file import MODEL


def main() -> None:
    """Start the action server, run the shell in the foreground, end both."""
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    env = environment(data_dir, int(os.environ.get("PORT", "8000")))
    if subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput"], cwd=ROOT, env=env, capture_output=True
    ).returncode:
        sys.exit("make: the database could not be prepared; make run shows why")
    actions_log = (data_dir / "shell-actions.log").open("w", encoding="utf-8")
    actions = subprocess.Popen(
        [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", env["ACTIONS_PORT"]],
        cwd=ROOT,
        env=env,
        stdout=actions_log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        arguments = ["shell", "--model", str(MODEL), "--endpoints", env["ENGINE_ENDPOINTS"], *sys.argv[1:]]
        subprocess.run([sys.executable, "-m", "bot.engine", *arguments], cwd=ROOT, env=env)
    except KeyboardInterrupt:
        print()
    finally:
        actions.terminate()
        actions.wait(10)


if __name__ == "__main__":
    main()
