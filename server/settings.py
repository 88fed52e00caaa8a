"""Settings: the environment read once into a frozen value, every fault reported at once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from marshmallow import Schema, ValidationError, fields, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator may choose. The table `SETTINGS` says what each one means."""

    port: int = 5000
    host: str = "127.0.0.1"
    redis_url: str = "redis://127.0.0.1:6379/0"
    wait_replicas: int = 0
    secret_key: str | None = None
    public_url: str | None = None
    base_path: str = ""
    make_key: str | None = None
    limit_seat_ops: int = 10
    limit_seat_burst: int = 20
    limit_workshop_ops: int = 200
    limit_seats: int = 500
    limit_notes: int = 10_000
    limit_note_text: int = 280
    limit_event_bytes: int = 16_384
    limit_backlog_bytes: int = 1_048_576
    limit_import_bytes: int = 33_554_432
    limit_making: int = 600
    workers: int = 2
    canvases_dir: Path | None = None
    allowed_origins: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    privacy_url: str | None = None
    accessibility_url: str | None = None
    contact: str | None = None
    controller: str | None = None
    proxies: int = 0
    log_format: str = "console"
    log_level: str = "info"
    async_mode: str = "eventlet"

    @property
    def canvases_folder(self) -> Path:
        """The folder of canvases: the one chosen, else the one this product came with."""
        if self.canvases_dir is not None:
            return self.canvases_dir
        packaged = HERE / "canvases"  # where a wheel carries them
        return packaged if packaged.is_dir() else HERE.parent / "canvases"


class SettingsError(Exception):
    """Settings that cannot be used; `faults` has one sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("These settings cannot be used:\n" + "\n".join(f"- {f}" for f in faults))
        self.faults = faults


@dataclass(frozen=True)
class Setting:
    """One variable of the environment: how its text is read, and what it means."""

    name: str
    kind: fields.Field[Any]
    meaning: str
    default_in_words: str | None = None


class Words(fields.Field[tuple[str, ...]]):
    """A list of words parted by commas or blanks."""

    def _deserialize(self, value: Any, *_rest: Any, **_more: Any) -> tuple[str, ...]:
        return tuple(str(value).replace(",", " ").split())


class Networks(Words):
    """A list of IP addresses or networks."""

    def _deserialize(self, value: Any, *_rest: Any, **_more: Any) -> tuple[str, ...]:
        words = super()._deserialize(value)
        wrong = [word for word in words if not is_network(word)]
        if wrong:
            raise ValidationError(f"Not an IP address or network: {', '.join(wrong)}.")
        return words


class Folder(fields.Field[Path]):
    """A folder that exists."""

    def _deserialize(self, value: Any, *_rest: Any, **_more: Any) -> Path:
        folder = Path(value).expanduser().absolute()
        if not folder.is_dir():
            raise ValidationError(f"There is no folder {value}.")
        return folder


def is_network(word: str) -> bool:
    """Return whether `word` is an IP address or network."""
    try:
        ip_network(word)
    except ValueError:
        return False
    return True


def number(least: int, most: int) -> fields.Integer:
    """Return a reader of whole numbers from `least` to `most`."""
    return fields.Integer(validate=validate.Range(least, most))


def text(pattern: str, sentence: str) -> fields.String:
    """Return a reader of texts that fit `pattern`; `sentence` says how to write one."""
    return fields.String(validate=validate.Regexp(pattern, error=sentence))


def web_address() -> fields.Url:
    """Return a reader of web addresses; names without a dot are fine inside a network."""
    return fields.Url(schemes={"http", "https"}, require_tld=False)


def choice(*words: str) -> fields.String:
    """Return a reader of one of `words`."""
    return fields.String(validate=validate.OneOf(words))


REDIS = r"((redis|rediss|unix|rediss?\+cluster)://.+|rediss?\+sentinel://[^/]+/[^/?]+.*)\Z"
LONGEST = 1_000_000_000

SETTINGS = (
    Setting("PORT", number(0, 65_535), "TCP port to listen on; 0 takes a free one"),
    Setting("HOST", fields.String(), "address to listen on; `0.0.0.0` for every network"),
    Setting(
        "REDIS_URL",
        text(
            REDIS,
            "Write redis://, rediss:// or unix:// and the address, redis+cluster://host:port or "
            "redis+sentinel://host:port/master-name.",
        ),
        "where the workshops are kept: `redis://`, `rediss://` (TLS), `unix://`, "
        "`redis+cluster://host:port,host:port`, "
        "`redis+sentinel://host:port,host:port/master-name`; "
        "`scripts/run` starts a private Redis when unset",
    ),
    Setting(
        "WAIT_REPLICAS",
        number(0, 9),
        "replicas of Redis that must have an op before it is acknowledged; with "
        "`min-replicas-to-write` in Redis a failover loses none; 0 = none",
    ),
    Setting(
        "SECRET_KEY",
        text(r"(?s).{32,}", "Use 32 characters or more."),
        "signs links and keys, at least 32 characters",
        "made once and kept in Redis",
    ),
    Setting(
        "PUBLIC_URL", web_address(), "address people open, used in links", "taken from the request"
    ),
    Setting(
        "BASE_PATH",
        text(r"(/[\w.~-]+)+\Z", "Write it like /wheel, without a slash at the end."),
        "path under which a proxy serves Citywheel, like `/wheel`",
    ),
    Setting("MAKE_KEY", fields.String(), "key asked of whoever makes a workshop", "anyone may"),
    Setting(
        "LIMIT_SEAT_OPS",
        number(0, LONGEST),
        "ops a second from one seat, which may read four times as often; 0 = no limit",
    ),
    Setting("LIMIT_SEAT_BURST", number(1, LONGEST), "ops a seat may send at once"),
    Setting("LIMIT_WORKSHOP_OPS", number(0, LONGEST), "ops a second in one workshop; 0 = no limit"),
    Setting("LIMIT_SEATS", number(1, LONGEST), "seats in one workshop"),
    Setting("LIMIT_NOTES", number(1, LONGEST), "notes in one workshop"),
    Setting("LIMIT_NOTE_TEXT", number(1, 4_096), "characters a note holds (as people count them)"),
    Setting("LIMIT_EVENT_BYTES", number(1_024, LONGEST), "bytes of one message from a browser"),
    Setting(
        "LIMIT_BACKLOG_BYTES",
        number(65_536, LONGEST),
        "bytes that wait for one slow browser before it is let go; it comes back by itself",
    ),
    Setting("LIMIT_IMPORT_BYTES", number(1_024, LONGEST), "bytes of one imported file"),
    Setting(
        "LIMIT_MAKING",
        number(0, LONGEST),
        "workshops and demos a minute from one address, an import counts as 5; all processes "
        "count together; 0 = no limit",
    ),
    Setting(
        "WORKERS",
        number(0, 64),
        "processes that make exports and drafts of big boards; 0 = the server makes them itself",
    ),
    Setting("CANVASES_DIR", Folder(), "folder of canvases", "the `canvases/` it came with"),
    Setting(
        "ALLOWED_ORIGINS",
        Words(),
        "web origins that may connect, parted by commas; `*` for any",
        "its own",
    ),
    Setting(
        "ALLOWED_HOSTS",
        Words(),
        "names under which this server answers, parted by commas, `*` for any; without them it "
        "guards itself where PUBLIC_URL is set, or where only its own machine reaches it",
        "that of PUBLIC_URL, IP addresses, names that are not public",
    ),
    Setting("METRICS_FROM", Networks(), "addresses that may read `/metrics`, parted by commas"),
    Setting("PRIVACY_URL", web_address(), "privacy notice, linked in the footer"),
    Setting("ACCESSIBILITY_URL", web_address(), "accessibility statement, linked in the footer"),
    Setting("CONTACT", fields.String(), "whom to ask for help, shown in the footer"),
    Setting("CONTROLLER", fields.String(), "who is responsible for the personal data, shown there"),
    Setting("PROXIES", number(0, 10), "reverse proxies in front whose headers are trusted"),
    Setting("LOG_FORMAT", choice("console", "json"), "`console` for people, `json` for machines"),
    Setting(
        "LOG_LEVEL",
        choice("debug", "info", "warning", "error"),
        "least weight of a line that is logged: `debug`, `info`, `warning`, `error`",
    ),
    Setting(
        "ASYNC_MODE",
        choice("eventlet", "threading"),
        "how it waits for many at once: `eventlet`, or `threading` for small rooms",
    ),
)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of `environment`; a variable that is empty counts as not there.

    Raises: SettingsError, with every fault and not only the first.
    """
    given = {
        setting.name: value
        for setting in SETTINGS
        if (value := environment.get(setting.name, "").strip())
    }
    schema = Schema.from_dict({setting.name: setting.kind for setting in SETTINGS})()
    try:
        values = schema.load(given)
    except ValidationError as error:
        raise SettingsError(faults_of(error)) from None
    return Settings(**{name.lower(): value for name, value in values.items()})


def faults_of(error: ValidationError) -> list[str]:
    """Return one sentence for each fault, in the order of the table.

    The value itself is left out: it may be a secret, and the sentence ends up in logs.
    """
    messages = cast("dict[str, list[str]]", error.messages)
    return [
        f"{setting.name}: {sentence}"
        for setting in SETTINGS
        for sentence in messages.get(setting.name, [])
    ]


def settings_table() -> str:
    """Return the settings as a Markdown table, as README.md shows it."""
    standard = Settings()
    rows = [
        f"| `{setting.name}` | {default_of(setting, standard)} | {setting.meaning} |"
        for setting in SETTINGS
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows]) + "\n"


def default_of(setting: Setting, standard: Settings) -> str:
    """Return the default of `setting` as the table shows it."""
    if setting.default_in_words:
        return setting.default_in_words
    value = getattr(standard, setting.name.lower())
    if isinstance(value, tuple):
        return f"`{', '.join(value)}`"
    return "none" if value in (None, "") else f"`{value}`"
