"""What a test needs and may not find: then it says "not run: needs …", or fails where everything must be there."""

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Final, NoReturn

import pytest

ROOT: Final = Path(__file__).parent.parent


def not_run(what: str) -> NoReturn:
    """Skip the running test because `what` is absent; fail it when LULEA_KG_REQUIRE_ALL is 1."""
    if os.environ.get("LULEA_KG_REQUIRE_ALL") == "1":
        pytest.fail(f"not run: needs {what}", pytrace=False)
    pytest.skip(f"not run: needs {what}", allow_module_level=True)


def facts() -> Path:
    """Return the folder of the raw facts that data/ was made from, facts in the shared material."""
    folder = Path(os.environ.get("LULEA_KG_SHARED", ROOT.parent / "shared")) / "facts"
    return folder if folder.is_dir() else not_run("the facts of the shared material (LULEA_KG_SHARED)")


def package(name: str) -> ModuleType:
    """Return a package that an extra brings."""
    return import_module(name) if find_spec(name) else not_run(f"the package {name}")


def shifty() -> ModuleType:
    """Return the second SHACL engine, which the extra `fast` brings."""
    return import_module("shifty") if find_spec("shifty") else not_run("pyshifty")


def suites() -> Path:
    """Return the folder of public test suites, LULEA_KG_SUITES or suites in the shared material."""
    shared = Path(os.environ.get("LULEA_KG_SHARED", ROOT.parent / "shared"))
    folder = Path(os.environ.get("LULEA_KG_SUITES", shared / "suites"))
    return folder if folder.is_dir() else not_run("the public test suites (LULEA_KG_SUITES)")
