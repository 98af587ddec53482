"""How well and how fast documents are read.

    python -m benchmarks.reading GOLD_DIR TEXT_DIR [TEXT_DIR …]      precision, recall, F1
    python -m benchmarks.reading --speed TEXT_DIR [TEXT_DIR …]       megabytes a second

The first scores each gold file whose text is found in one of the folders; `--errors` lists
what was missed and what was added. The second reads all texts of the folders.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.scoring import Score, score
from namro.foundation.documents.reading import read_bytes, read_document

WANTED = 0.5  # megabytes of text a second
_LEVELS = ("headings", "targets", "deliverables")


def main() -> int:
    """Runs the benchmark; exit code 1 where nothing could be scored."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what was missed and added")
    parser.add_argument("--speed", action="store_true", help="measure speed over text folders")
    arguments = parser.parse_args()
    if arguments.speed:
        return _speed(arguments.folders)
    gold, *texts = arguments.folders
    return _quality(gold, texts, arguments.errors)


def _quality(gold: Path, texts: list[Path], errors: bool) -> int:
    total = Score()
    scored = 0
    print(f"{'file':42}" + "".join(f"{level:>28}" for level in _LEVELS))
    print(f"{'':42}" + "    precision recall     F1" * 3)
    for path in sorted(gold.glob("*.json")):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        source = _found(wanted.get("document"), texts)
        if source is None:
            continue
        result = score(read_document(source).as_dict(), wanted)
        total.add(result)
        scored += 1
        print(_line(source.name, result))
        if errors:
            _list(result)
    if not scored:
        print("no gold file has its text in the folders given", file=sys.stderr)
        return 1
    print(_line(f"overall ({scored} files)", total))
    return 0


def _found(name: str | None, folders: list[Path]) -> Path | None:
    if not name:
        return None
    return next((path for folder in folders if (path := folder / name).is_file()), None)


def _line(name: str, result: Score) -> str:
    cells = "".join(
        f"{count.precision:12.3f} {count.recall:6.3f} {count.f1:8.3f}"
        for count in (result.counts[level] for level in _LEVELS)
    )
    return f"{name[:42]:42}{cells}"


def _list(result: Score) -> None:
    for level in _LEVELS:
        for one in result.missed[level]:
            print(f"    missed {level}: {json.dumps(one, ensure_ascii=False)}")
        for one in result.extra[level]:
            short = {key: value for key, value in one.items() if value not in (None, False, [])}
            print(f"    added  {level}: {json.dumps(short, ensure_ascii=False)[:300]}")


def _speed(folders: list[Path]) -> int:
    texts = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.txt"))]
    if not texts:
        print("no texts in the folders given", file=sys.stderr)
        return 1
    size = sum(len(text) for text in texts) / 1e6
    for text in texts:  # warm the caches of regular expressions
        read_bytes(text, "document.txt")
    begun = time.perf_counter()
    for text in texts:
        read_bytes(text, "document.txt")
    once = time.perf_counter() - begun
    print(
        f"{len(texts)} texts, {size:.2f} MB in {once:.2f} s: {size / once:.2f} MB/s, "
        f"{size / once / WANTED:.1f} times the {WANTED} MB/s wanted on one core"
    )
    longest = max(texts, key=len)
    seconds = []
    for times in (1, 10):
        data = b"\n\n".join([longest] * times)
        seconds.append(min(_timed(data) for _ in range(3)))
    print(
        f"longest text ({len(longest) / 1e3:.0f} kB) {seconds[0]:.3f} s, ten times as long "
        f"{seconds[1]:.3f} s: ratio {seconds[1] / seconds[0]:.1f} (linear is 10)"
    )
    return 0 if size / once >= WANTED else 1


def _timed(data: bytes) -> float:
    begun = time.perf_counter()
    read_bytes(data, "document.txt")
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
