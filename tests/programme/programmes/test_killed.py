"""The import, and the database server, killed at 20 random moments: all or nothing is there."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from namro.config.cluster import Cluster, layout
from namro.foundation.documents.reading import read_bytes
from namro.sample import build
from tests import installations
from tests.config.clusters import Client, environment, keepers, kill_postmaster, wait_until

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

ROUNDS = 20
SEED = 20210317

# Reads the documents, says "ready", and imports them when told to.
_IMPORT = """
import sys
from pathlib import Path
from namro.config import entry
with entry.prepared():
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.documents.reading import read_bytes
    from namro.programme.programmes.actions import SourceFile, import_draft
    files = [SourceFile(name, Path(name).read_bytes()) for name in sys.argv[1:]]
    drafts = [read_bytes(file.content, file.name) for file in files]
    print("ready", flush=True)
    sys.stdin.readline()
    for draft, file in zip(drafts, files):
        import_draft(Operator.here(), draft, file, reason="to test")
    print("done", flush=True)
"""
_COMMAND = "from namro.config.cli import main; main()"

# One row: what is kept of the programme, and what the history says of it.
_KEPT = """
SELECT json_build_object(
 'programmes', (SELECT count(*) FROM programmes_programme WHERE number = '{number}'),
 'sources', (SELECT count(*) FROM s), 'bytes', (SELECT coalesce(sum(length(content)), 0) FROM s),
 'outline', (SELECT count(*) FROM programmes_provision JOIN s ON s.id = source_id),
 'objectives', (SELECT count(*) FROM programmes_objective JOIN s ON s.id = source_id),
 'requirements', (SELECT count(*) FROM programmes_requirement JOIN s ON s.id = source_id),
 'targets', (SELECT count(*) FROM programmes_target JOIN s ON s.id = source_id),
 'deliverables', (SELECT count(*) FROM programmes_deliverable JOIN s ON s.id = source_id),
 'roadmap', (SELECT count(*) FROM programmes_roadmapstep JOIN s ON s.id = source_id),
 'recipients', (SELECT count(*) FROM programmes_recipient JOIN s ON s.id = source_id),
 'issues', (SELECT count(*) FROM programmes_draftissue JOIN s ON s.id = source_id),
 'history', (SELECT count(*) FROM programmes_programmeevent WHERE number = '{number}'))::text
FROM (SELECT 1) AS one
"""
_SOURCES = (
    "WITH s AS (SELECT d.* FROM programmes_sourcedocument d JOIN programmes_programme p "
    "ON p.id = d.programme_id WHERE p.number = '{number}') "
)


@pytest.fixture
def var() -> Iterator[Path]:
    """The var of one installation, with its tables; whatever is left running is stopped."""
    folder = Path(tempfile.mkdtemp(prefix="namro-killed-"))
    folder.chmod(0o755)  # as root, the database's own user must pass
    place = folder / "var"
    installations.lay_tables(place)
    yield place
    Cluster(layout(place)).stop()
    for keeper in keepers(place):
        keeper.kill()
    shutil.rmtree(folder, ignore_errors=True)


def run(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments],
        env=environment(NAMRO_VAR=str(var)),
        cwd=var.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start(var: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", *arguments],
        env=environment(NAMRO_VAR=str(var)),
        cwd=var.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def ready_to_import(var: Path, *paths: Path) -> subprocess.Popen[str]:
    """A process that has read the documents and begins at this moment to import them."""
    process = start(var, _IMPORT, *map(str, paths))
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()
    return process


def wait_for_done(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n"


def alone(holder: Client) -> bool:
    """Whether no other client has anything under way."""
    return holder.ask(_OTHERS) == "(0,)"


def documents(folder: Path) -> dict[str, Path]:
    """The sample under different numbers: one for each round, and two to take the time with."""
    made = {}
    for count in range(1, ROUNDS + 3):
        data = build.read_data()
        number = f"{count:02}-CTr/TU"
        data["head"]["number"] = f"Số {number}"
        data["appendix"]["title"] = data["appendix"]["title"].replace("01-CTr/TU", number)
        made[number] = folder / f"{count:02}.docx"
        made[number].write_bytes(build.build(data))
    return made


def whole(path: Path) -> dict[str, int]:
    """What is kept of a document when all of it is."""
    content = path.read_bytes()
    draft = read_bytes(content, path.name)
    parts = ("outline", "objectives", "requirements", "targets", "deliverables", "roadmap")
    return {
        "programmes": 1,
        "sources": 1,
        "bytes": len(content),
        **{part: len(getattr(draft, part)) for part in parts},
        "recipients": len(draft.document.recipients),
        "issues": len(draft.issues),
        "history": 1,
    }


def kept(holder: Client, number: str) -> dict[str, int]:
    query = (_SOURCES + " ".join(_KEPT.split())).format(number=number)
    found: dict[str, int] = json.loads(holder.ask(query)[2:-3])
    return found


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_killed_at_twenty_random_moments(var: Path) -> None:
    chance = random.Random(SEED)
    files = documents(var.parent)
    expected = {number: whole(path) for number, path in files.items()}
    assert all(parts["deliverables"] == 34 for parts in expected.values())
    nothing = dict.fromkeys(next(iter(expected.values())), 0)

    *_, one, other = files.values()

    holder = Client(var).ready()
    # How long it takes when nobody interferes, so that the moments spread over all of it.
    begun = time.monotonic()
    run(var, "import", str(one)).check_returncode()
    whole_time = time.monotonic() - begun
    process = ready_to_import(var, other)
    begun = time.monotonic()
    wait_for_done(process)
    core_time = time.monotonic() - begun
    process.communicate()

    results = {True: 0, False: 0}
    for count, (number, path) in enumerate(list(files.items())[:ROUNDS]):
        server_too = count % 2 == 1
        if count % 4 == 3:  # the command itself, at any moment of its run
            process = start(var, _COMMAND, "import", str(path))
            time.sleep(chance.uniform(0, 1.1 * whole_time))
        else:  # around the transaction
            process = ready_to_import(var, path)
            # Two moments are not left to chance: at once, and when all is done.
            if count == 2:
                wait_for_done(process)
            elif count > 0:
                time.sleep(chance.uniform(0, 1.5 * core_time))
        if server_too and chance.random() < 0.5:
            kill_postmaster(var)
            end(process)
        else:
            end(process)
            if server_too:
                kill_postmaster(var)
        if server_too:
            holder.kill()
            holder = Client(var).ready()
        else:
            # The server notices the dead client and undoes what it had begun.
            wait_until(partial(alone, holder), 20)
        state = kept(holder, number)
        assert state in (nothing, expected[number]), (count, number, state)
        results[state == nothing] += 1

    # Both ways of ending were met.
    assert results[True]
    assert results[False]
    # Run again, each import completes.
    again = ready_to_import(var, *files.values())
    wait_for_done(again)
    again.communicate()
    for number in files:
        assert kept(holder, number) == expected[number]
    listed = json.loads(run(var, "programmes", "--json").stdout)
    assert sorted(row["number"] for row in listed) == sorted(files)
    assert holder.leave() == 0


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND pid <> pg_backend_pid() AND state <> 'idle'"
)


def test_two_commands_at_once_give_one_programme(var: Path) -> None:
    path = next(iter(documents(var.parent).values()))
    holder = Client(var).ready()
    commands = [start(var, _COMMAND, "import", str(path)) for _ in range(3)]
    said = [command.communicate(timeout=120)[0] for command in commands]
    assert [command.returncode for command in commands] == [0, 0, 0]
    assert sum("nothing was changed" in each for each in said) == 2
    assert kept(holder, "01-CTr/TU") == whole(path)
    assert holder.leave() == 0
