"""What all tests share: the database, people to sign in as, the browser."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from django.test import Client

    from namro.foundation.accounts.models import User

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "mot-mat-khau-de-thu"

# Time is measured in the benchmarks: a test must not fail because the machine is busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_unconfigure() -> None:
    """Remove the run's folder, by the process that made it."""
    if os.environ.get("NAMRO_TEST_OWNER") == str(os.getpid()):
        shutil.rmtree(os.environ["NAMRO_TEST_VAR"], ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that start databases of their own take longest and go first: at the end one process
    would wait for the other."""
    items.sort(key=lambda item: item.get_closest_marker("embedded") is None)


def pytest_collection_finish() -> None:
    """What stands after collecting stays: looking through it for garbage again is in vain."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's shared folder of documents; tests that need it are skipped without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder of documents is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Start the embedded database for the first test that needs one, unless a server is named.

    Its tables stand already in the program's own database, of which each process's is a copy.
    """
    from django.db import connection

    from namro.config import cluster, embedded, locations
    from tests import installations

    with ExitStack() as stack:
        if not os.environ.get("NAMRO_DATABASE_URL"):
            installations.lay_tables(locations.var())
            stack.enter_context(embedded.running(locations.var()))
            connection.settings_dict["TEST"]["TEMPLATE"] = cluster.DATABASE
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_fast() -> Iterator[None]:
    """Tests that commit leave an empty database as the others do, and soon."""
    from django.test import TransactionTestCase

    from tests.emptying import fixture_teardown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", fixture_teardown)
        yield


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Make a person holding the given roles, with the password :data:`PASSWORD`."""
    from namro.foundation.accounts import actions
    from namro.foundation.accounts.models import Role
    from namro.foundation.accounts.operators import Operator

    def make(username: str, *roles: str) -> User:
        operator = Operator("tests")
        user = actions.create_user(operator, username, PASSWORD, reason="for a test")
        for role in roles:
            actions.give_role(operator, user, Role(role), reason="for a test")
        return user

    return make


@pytest.fixture
def secretariat(make_user: Callable[..., User]) -> User:
    """A person of the secretariat."""
    return make_user("to-giup-viec", "secretariat")


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> User:
    """A person who manages people and roles."""
    return make_user("quan-tri", "administrator")


@pytest.fixture
def reader(make_user: Callable[..., User]) -> User:
    """A person who reads."""
    return make_user("nguoi-doc", "reader")


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """Sign a person in with Django's test client."""

    def sign_in(user: User) -> Client:
        client.force_login(
            user, backend="namro.foundation.accounts.backends.UsernameOrEmailBackend"
        )
        return client

    return sign_in


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; its sandbox needs privileges that root in a container lacks."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing: run “make test”, or install Debian's package chromium.")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser of Vietnam."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
