"""Connects to a Redis: one server, one behind Sentinel, or a Cluster; told apart by the address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import ClusterError, RedisClusterException, RedisError, ResponseError
from redis.retry import Retry
from redis.sentinel import Sentinel

from .stored_workshop import StoreUnavailable

ANSWERS_WITHIN = 2  # seconds; then the store counts as away
AT_ONCE = 1000  # connections of one process; beyond the library's 100 a question would fail
PORT, SENTINEL_PORT = 6379, 26379


@dataclass(frozen=True, slots=True)
class Connection:
    """A Redis as the store uses it."""

    client: Any  # Redis or RedisCluster: the same commands
    nodes: Callable[[], list[Any]]  # a client of each server that keeps data, replicas too


@contextmanager
def asking() -> Iterator[None]:
    """Tell every fault of Redis inside the block as StoreUnavailable."""
    try:
        yield
    except (RedisError, RedisClusterException) as fault:
        has_answered = isinstance(fault, ResponseError) and not isinstance(fault, ClusterError)
        raise StoreUnavailable(type(fault).__name__, has_answered=has_answered) from fault


def connect(url: str) -> Connection:
    """Return the connection to a Redis; nothing is sent before the first question.

    Addresses: `redis://`, `rediss://`, `unix://` for one server,
    `redis+cluster://[user:password@]host:port[,host:port…]`,
    `redis+sentinel://[user:password@]host:port[,host:port…]/master-name[/db]`
    (with `rediss+…` over TLS). One reachable host is enough; the others are found.
    `?sentinel_password=` is for Sentinels that ask for one.
    """
    scheme = url.split(":", 1)[0]
    if scheme.endswith("+cluster"):
        return _connect_cluster(urlsplit(url))
    if scheme.endswith("+sentinel"):
        return _connect_sentinel(urlsplit(url))
    client: Redis = Redis.from_url(url, **_options())
    return Connection(client, lambda: [client])


def addresses(parts: SplitResult, *, port: int) -> list[tuple[str, int]]:
    """Return the (host, port) pairs of an address that names several."""
    hosts = parts.netloc.rpartition("@")[2].split(",")
    pairs = [urlsplit(f"//{host}") for host in hosts]
    return [(pair.hostname or "127.0.0.1", pair.port or port) for pair in pairs]


def _connect_cluster(parts: SplitResult) -> Connection:
    named = [ClusterNode(host, port) for host, port in addresses(parts, port=PORT)]
    client = LazyCluster(lambda: RedisCluster(startup_nodes=named, **_options(), **_login(parts)))

    def nodes() -> list[Any]:
        return [client.get_redis_connection(node) for node in client.get_nodes()]

    return Connection(client, nodes)


def _connect_sentinel(parts: SplitResult) -> Connection:
    name, _, database = parts.path.strip("/").partition("/")
    asked = parse_qs(parts.query).get("sentinel_password", [None])[0]
    options = {**_options(), **_login(parts), "db": int(database or 0)}
    sentinel = Sentinel(
        addresses(parts, port=SENTINEL_PORT),
        sentinel_kwargs={**_options(), **({"password": asked} if asked else {})},
    )
    client: Redis = sentinel.master_for(name, **options)

    def nodes() -> list[Any]:
        replicas = [Redis(host, port, **options) for host, port in sentinel.discover_slaves(name)]
        return [client, *replicas]

    return Connection(client, nodes)


class LazyCluster:
    """A RedisCluster that asks for its slots at the first command and not when it is made.

    A server that starts while its Redis is away must be able to say so, and to go on later.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        """Make the real client with `make`, once somebody asks for something."""
        self._make = make
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        """Return what the real client has under that name."""
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)


def _options() -> dict[str, Any]:
    # The library would send a write again by itself and count it twice: no retries here.
    return {
        "socket_timeout": ANSWERS_WITHIN,
        "socket_connect_timeout": ANSWERS_WITHIN,
        "retry": Retry(NoBackoff(), 0),
        "health_check_interval": 0,
        "max_connections": AT_ONCE,
    }


def _login(parts: SplitResult) -> dict[str, Any]:
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    said = {"username": unquote(user), "password": unquote(password)}
    login: dict[str, Any] = {name: value for name, value in said.items() if value}
    return login | ({"ssl": True} if parts.scheme.startswith("rediss") else {})
