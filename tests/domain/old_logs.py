"""Logs as released versions wrote them; every later version has to read them.

`python -m tests.domain.old_logs` records one for the log format of today, once: a log that was
recorded is never written anew.
"""

import json
from pathlib import Path

from server.domain.board import board_hash
from server.domain.change import VERSION
from tests.domain.journeys import JOURNEYS, play

FOLDER = Path(__file__).parent.parent / "logs"


def record(version: int = VERSION) -> Path:
    """Write the logs of all journeys, and the board hash each ends in; return their folder.

    Raises: FileExistsError when logs of this version are there.
    """
    folder = FOLDER / f"v{version}"
    folder.mkdir(parents=True)
    hashes = {}
    for name in JOURNEYS:
        story, _ = play(name)
        lines = [json.dumps(change.to_json(), ensure_ascii=False) for change in story.log]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        hashes[name] = board_hash(story.workshop)
    (folder / "hashes.json").write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    print(f"recorded in {record()}")
