"""Logs as released versions wrote them; every later version has to read them.

`python -m tests.domain.old_logs` records the journeys that have no log yet in the format of
today; one that was recorded is never written anew.
"""

import json
from pathlib import Path

from server.domain.board import board_hash
from server.domain.change import VERSION
from tests.domain.journeys import JOURNEYS, play

FOLDER = Path(__file__).parent.parent / "logs"


def record(version: int = VERSION) -> Path:
    """Write the logs that are missing, and the board hash each ends in; return their folder."""
    folder = FOLDER / f"v{version}"
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "hashes.json"
    hashes = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    for name in JOURNEYS:
        if name in hashes:
            continue
        story, _ = play(name)
        lines = [json.dumps(change.to_json(), ensure_ascii=False) for change in story.log]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        hashes[name] = board_hash(story.workshop)
    told.write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    print(f"recorded in {record()}")
