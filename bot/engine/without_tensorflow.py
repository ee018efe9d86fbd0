"""Keeps TensorFlow out of the engine process: a stand-in that Rasa's import-time subclassing is content with.

`import rasa.core.agent` loads TensorFlow whatever the pipeline: 580 MB and 11 s, for nothing in ours.
Rasa only subclasses and decorates with its names at import; a call to one raises RuntimeError.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from typing import Any

_NAMES = ("tensorflow", "keras", "tensorflow_hub", "tensorflow_text")


class _Stub(type):
    """A class whose attributes are classes of the same kind, usable as base and as decorator."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Stub(name, (), {"_is_stub": True})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__dict__.get("_is_stub"):
            if len(args) == 1 and callable(args[0]) and not kwargs:  # used as a decorator
                return args[0]
            raise RuntimeError("TensorFlow is not loaded in this process")
        return super().__call__(*args, **kwargs)


class _Module(types.ModuleType):
    """A module that answers every attribute with a stub."""

    __path__: list[str] = []
    __version__ = "0"
    __getattr__ = _Stub.__getattr__


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the stand-in before the real package."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name.split(".")[0] in _NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run: the attributes come on demand."""


def install() -> None:
    """Put the stand-in in place; before the first import of rasa."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
