"""Names every key in Redis: what it holds, how long, and who writes it."""

from dataclasses import dataclass

BELL = "cw:bell"  # pub/sub channel; only says "look", the log decides


@dataclass(frozen=True, slots=True)
class Key:
    """One kind of key; `{id}` in braces is the workshop and its place in a Redis Cluster."""

    pattern: str
    type: str
    lifetime: str
    writer: str
    holds: str

    def of(self, name: str) -> str:
        """Return the key for one workshop, one code or one digest."""
        for gap in ("<id>", "<code>", "<digest>"):
            if gap in self.pattern:
                return self.pattern.replace(gap, name)
        return self.pattern


FOR_LIFE = "as long as the workshop"

HEAD = Key("cw:{<id>}:head", "hash", FOR_LIFE, "commit.lua", "seq, log head, epoch, bytes")
LOG = Key("cw:{<id>}:log", "stream", FOR_LIFE, "commit.lua", "every change without its texts")
OPS = Key("cw:{<id>}:ops", "hash", FOR_LIFE, "commit.lua", "seat and op_id → seq and id made")
TEXTS = Key("cw:{<id>}:texts", "hash", FOR_LIFE, "commit.lua", "seq and path → salt and text")
PEOPLE = Key("cw:{<id>}:people", "hash", FOR_LIFE, "commit.lua", "seat id → name and language")
META = Key("cw:{<id>}:meta", "hash", FOR_LIFE, "redis_store.py", "key digest, codes, erased_seq")
SNAPSHOT = Key("cw:{<id>}:snapshot", "hash", FOR_LIFE, "redis_store.py", "two stored snapshots")
PRESENT = Key("cw:{<id>}:present", "hash", "one day", "presence.py", "process → who is here")
CODE = Key("cw:code:<code>", "string", FOR_LIFE, "redis_store.py", "workshop, role and city")
WORKSHOPS = Key("cw:workshops", "sorted set", "for ever", "redis_store.py", "id by erase date")
TOMBSTONES = Key(
    "cw:tombstones", "hash", "for ever", "redis_store.py", "erased workshop, note or seat → date"
)
ERASING = Key("cw:erasing", "sorted set", "for ever", "erasing.py", "erasings begun, by time")
REWRITE = Key(
    "cw:rewrite", "hash", "for ever", "rewriting.py", "whether files hold what was erased"
)
RESTORING = Key(
    "cw:{<id>}:restoring:<part>", "as its part", "a restore", "archive.py", "a backup on its way in"
)
BACKED_UP = Key("cw:backed_up", "string", "for ever", "archive.py", "Unix time of the last backup")
SECRET = Key("cw:secret", "string", "for ever", "redis_store.py", "what tokens are signed with")
SWEEPER = Key("cw:sweeper", "string", "60 s", "redis_store.py", "the process that sweeps")
MARK = Key(
    "cw:{<id>}:mark",
    "string",
    "a minute",
    "replication.py",
    "what replicas must have before an ack",
)
RATE = Key(
    "cw:rate:<digest>",
    "string",
    "a minute",
    "take.lua",
    "when somebody may again make a workshop or try a code as often as anybody",
)
REHEARSING = Key(
    "cw:{<id>}:rehearsing",
    "string",
    "a rehearsal",
    "redis_store.py",
    "the process that rehearses this workshop",
)
REHEARSAL = Key(
    "cw:{<id>}:rehearsal", "string", "one day", "redis_store.py", "how its last rehearsal goes"
)

KEYS = (
    HEAD, LOG, OPS, TEXTS, PEOPLE, META, SNAPSHOT, PRESENT, CODE, WORKSHOPS, TOMBSTONES, ERASING,
    REWRITE, RESTORING, BACKED_UP, SECRET, SWEEPER, MARK, RATE,
    REHEARSING, REHEARSAL,
)  # fmt: skip
OF_WORKSHOP = (
    HEAD, LOG, OPS, TEXTS, PEOPLE, META, SNAPSHOT, PRESENT, REHEARSING, REHEARSAL,
)  # fmt: skip
