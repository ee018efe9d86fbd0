"""`make shell`: rasa shell with the action server beside it, so that a request can be sent to the end."""

from __future__ import annotations

import signal
import subprocess
import sys

from processes import ROOT, environment, load_settings

sys.path.insert(0, str(ROOT))

from bot.engine.model_file import MODEL


def main() -> None:
    """Start the action server, run the shell in the foreground, end both."""
    settings = load_settings()
    env = environment(settings.DATA_DIR, settings.PORT, settings.HOST)
    if subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput"], cwd=ROOT, env=env, capture_output=True
    ).returncode:
        sys.exit("make: the database could not be prepared; make run shows why")
    actions_log = (settings.DATA_DIR / "shell-actions.log").open("w", encoding="utf-8")
    actions = subprocess.Popen(
        [sys.executable, "-m", "bot.action_server", "--port", env["ACTIONS_PORT"]],
        cwd=ROOT,
        env=env,
        stdout=actions_log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))  # else the action server would go on alone
    try:
        subprocess.run([sys.executable, "-m", "bot.engine", *shell_arguments(env), *sys.argv[1:]], cwd=ROOT, env=env)
    except KeyboardInterrupt:
        print()
    finally:
        actions.terminate()
        actions.wait(10)


def shell_arguments(env: dict[str, str]) -> list[str]:
    """Rasa's shell is a server with an open webhook: on loopback only, on a port of its own."""
    listening = ["--interface", "127.0.0.1", "--port", env["ENGINE_PORT"]]
    return ["shell", "--model", str(MODEL), "--endpoints", env["ENGINE_ENDPOINTS"], *listening]


if __name__ == "__main__":
    main()
