"""The import arrows of design.md, the contracts between files, and that nothing a reader needs is undocumented."""

import ast
import re
import sys
from pathlib import Path

import pytest
import yaml

from bot.engine.dialogue.follow_ups import action_after
from bot.knowledge.labels import ALL, KNOWLEDGE, RETRIEVAL_INTENT, intent_key

ROOT = Path(__file__).resolve().parent.parent
PROJECT = {"bot", "actions", "benchmarks", "tests", "scripts", "processes"}

# What each part may import of the project; a part may always import itself.
ARROWS = {
    "actions": {"bot.handoff", "bot.settings", "bot.knowledge"},
    "bot.engine": {"bot.knowledge"},
    "bot.knowledge": set(),
    "bot.conversations": {"bot.knowledge"},
    "bot.delivery": {"bot.knowledge"},
    "bot.handoff": {"bot.conversations", "bot.delivery", "bot.knowledge"},
    "bot.api": {"bot.handoff", "bot.conversations", "bot.delivery", "bot.knowledge"},
    "bot.console": {"bot.handoff", "bot.conversations", "bot.delivery", "bot.knowledge"},
    "bot.widget": {"bot.knowledge"},
}
# Modules of bot/ itself that know neither Django nor Rasa
EVERYBODYS = {"bot.dot_env", "bot.foreign_warnings"}
ENGINE_PATH = re.compile(r"webhooks/visitor")
ONLY_DOOR_TO_THE_ENGINE = Path("bot/conversations/engine_client.py")


def python_files(*folders):
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts
    ]


def imported(path):
    """Full names of the modules a file imports, inside functions too."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def part_of(module):
    """The part of the tree a module belongs to; None for other people's modules."""
    names = module.split(".")
    if names[0] not in PROJECT:
        return None
    return ".".join(names[:2]) if names[0] == "bot" else names[0]


def test_every_app_has_its_arrows_here():
    apps = {f"bot.{path.name}" for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()}

    assert apps | {"actions"} == set(ARROWS)


@pytest.mark.parametrize("part", ARROWS)
def test_imports_run_one_way(part):
    allowed = ARROWS[part] | {part, "bot"} | EVERYBODYS
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files(part.replace(".", "/"))
        for module in imported(path)
        if part_of(module) and part_of(module) not in allowed
    ]

    assert wrong == []


def test_the_arrows_have_no_circle():
    def reaches(start, seen=()):
        for following in ARROWS.get(start, set()):
            assert following not in seen, f"{start} and {following} import each other"
            reaches(following, (*seen, start))

    for part in ARROWS:
        reaches(part)


def test_what_everybody_imports_imports_nothing_but_the_standard_library():
    for module in EVERYBODYS:
        path = ROOT / f"{module.replace('.', '/')}.py"

        assert {name.split(".")[0] for name in imported(path)} <= {*sys.stdlib_module_names}, module


@pytest.mark.parametrize("folder", ["bot/engine", "bot/knowledge"])
def test_the_engines_side_knows_no_django(folder):
    django = {"django", "channels", "csp", "axes", "dj_database_url", "uvicorn"}

    wrong = [
        f"{p.relative_to(ROOT)}: {m}" for p in python_files(folder) for m in imported(p) if m.split(".")[0] in django
    ]

    assert wrong == []


def test_the_web_side_knows_no_rasa():
    folders = [
        f"bot/{name}" for name in ("api", "console", "conversations", "delivery", "handoff", "widget", "knowledge")
    ]

    wrong = [
        f"{p.relative_to(ROOT)}: {m}"
        for p in python_files(*folders)
        for m in imported(p)
        if m.split(".")[0] in {"rasa", "sanic", "rasa_sdk"}
    ]

    assert wrong == []


def test_plain_modules_of_the_engine_know_no_rasa():
    plain = (
        "turn_plan",
        "intake_values",
        "sentences",
        "wording",
        "language",
        "safety_rules",
        "label_model",
        "parse_result",
    )

    wrong = [
        p.name
        for p in python_files("bot/engine")
        if p.stem in plain and any(m.split(".")[0] == "rasa" for m in imported(p))
    ]

    assert wrong == []


def test_one_module_speaks_to_the_engine():
    speaking = [
        path.relative_to(ROOT)
        for path in python_files("bot", "actions")
        if ENGINE_PATH.search(path.read_text(encoding="utf-8")) and "engine" not in path.relative_to(ROOT).parts
    ]
    clients = [
        path.relative_to(ROOT)
        for path in python_files("bot", "actions")
        if "ENGINE_SECRET" in path.read_text(encoding="utf-8") and path.parts[-2] not in {"engine", "dialogue"}
    ]

    assert speaking == [ONLY_DOOR_TO_THE_ENGINE]
    assert set(clients) <= {ONLY_DOOR_TO_THE_ENGINE, Path("bot/settings.py")}


def test_no_drawer_modules():
    drawers = {"utils", "util", "helpers", "services", "common", "misc"}

    assert [
        str(p.relative_to(ROOT))
        for p in python_files("bot", "actions", "scripts", "benchmarks")
        if p.stem in drawers or p.parent.name in drawers
    ] == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files("bot", "actions", "scripts", "benchmarks")
        if path.stat().st_size
        and "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


# Labels, domain and training data


def load(name):
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def test_the_domain_names_exactly_the_labels():
    plain = {label for label in ALL if label not in KNOWLEDGE}

    assert set(load("domain.yml")["intents"]) == plain | {RETRIEVAL_INTENT}


def test_every_label_has_training_messages():
    intents = {
        block["intent"]
        for path in (ROOT / "data" / "nlu").glob("*.yml")
        for block in load(path.relative_to(ROOT))["nlu"]
    }

    assert intents == {intent_key(label) for label in ALL}


def test_every_plain_label_has_a_rule_or_a_plan():
    ruled = {
        step["intent"]
        for path in (ROOT / "data" / "rules").glob("*.yml")
        for rule in load(path.relative_to(ROOT))["rules"]
        for step in rule["steps"]
        if "intent" in step
    }

    # yes and no depend on what was asked before: stories, and TurnPolicy's last resort
    assert {label for label in ALL if label not in KNOWLEDGE} - ruled == {"affirm", "deny"}


def test_every_response_the_code_names_exists():
    from tests.knowledge.answers import all_answers

    known = {answer.action for answer in all_answers()}
    pattern = re.compile(r"[\"'](utter_[a-z_]+[a-z])[\"']")

    named = {
        name: path.name
        for path in python_files("bot", "actions")
        for name in pattern.findall(path.read_text(encoding="utf-8"))
    }

    assert {name: file for name, file in named.items() if name not in known and name != "utter_action"} == {}


def follow_ups():
    """Responses that a short message leads to ("why?", "shorter"), after any answer."""
    kinds = load("bot/engine/dialogue/follow_ups.yml")["leads"]
    return {action_after(kind, label) for kind in kinds for label in KNOWLEDGE}


def test_every_follow_up_leads_to_a_response_that_exists():
    from tests.knowledge.answers import all_answers

    assert follow_ups() - {answer.action for answer in all_answers()} == set()


def test_every_response_is_said_somewhere():
    """A text nobody says is a promise nobody keeps."""
    from tests.knowledge.answers import fixed_texts

    speakers = python_files("bot/engine", "bot/conversations", "actions")
    code = "".join(path.read_text(encoding="utf-8") for path in speakers)
    rules = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("rules", "stories")
        for path in (ROOT / "data" / folder).glob("*.yml")
    )
    saying = re.sub(r"(?s)(ANSWER_OF|OFFERING|YES_NO_QUESTIONS) = \{.*?\n?\}", "", code) + rules
    by_form = {f"utter_ask_{slot}" for slot in load("domain.yml")["forms"]["intake_form"]["required_slots"]}
    by_label = {f"utter_{label}" for label in ALL}

    actions = {answer.action for answer in fixed_texts()}
    in_spanish = {name for name in actions if name.replace("utter_spanish_", "utter_", 1) in actions - {name}}

    silent = actions - by_form - by_label - follow_ups() - in_spanish
    assert {action for action in silent if action not in saying} == set()


# Documentation


def documentation():
    """What people wrote; measurements are generated."""
    pages = [ROOT / "README.md", *(page for page in (ROOT / "docs").rglob("*.md") if "measurements" not in page.parts)]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.exists())


def make_targets():
    return re.findall(r"^([a-z][a-z-]*):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


READERS = {
    "read", "read_text", "read_int", "read_port", "read_switch", "read_list", "read_origins", "read_folder",
    "read_secret", "read_given_secret", "read_address", "read_time_zone", "read_database",
}  # fmt: skip


def settings_read():
    """Names of the environment variables that settings.py and firm.py read."""
    names = set()
    for path in (ROOT / "bot" / "settings.py", ROOT / "bot" / "knowledge" / "firm.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in READERS or not node.args:
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                names.add(first.value)
    return names


def test_the_settings_are_found():
    assert {"DATABASE_URL", "FIRM_PHONE", "ENGINE_SECRET", "PORT", "RATE_LIMITS"} <= settings_read()


def test_every_make_target_is_documented():
    pages = documentation()

    assert [target for target in make_targets() if not re.search(rf"\bmake {target}\b(?!-)", pages)] == []


def test_every_setting_stands_in_the_example():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert {name for name in settings_read() if not re.search(rf"^#? ?{name}=", example, re.MULTILINE)} == set()


def test_the_example_names_no_setting_that_nobody_reads():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    code = (
        "".join(path.read_text(encoding="utf-8") for path in python_files("bot", "scripts", "actions"))
        + (ROOT / "Procfile").read_text()
    )

    named = {name.removesuffix("_FILE") for name in re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE)}

    assert {name for name in named if name not in code} == set()


def test_every_label_is_documented():
    pages = documentation()

    assert [label for label in ALL if not re.search(rf"\b{label}\b", pages)] == []


def test_the_python_version_is_the_one_that_rasa_and_django_share():
    assert sys.version_info[:2] == (3, 10)
