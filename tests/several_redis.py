"""Several real Redis servers on the loopback: a Cluster of three masters, and one with Sentinel."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from private_redis import answers, free_port, redis_binary
from processes import start, stop
from redis import Redis

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

SLOTS = 16_384  # of every Cluster
MASTERS = 3
MASTER = "citywheel"  # what the Sentinel calls the one it watches
WITHIN = 20  # seconds for servers to find each other, or to fail over
DURABLE = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")


class Servers:
    """Starts Redis servers in folders of their own and ends them all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, *options: str, config: str = "", port: int | None = None) -> int:
        """Start one server and return its port once it answers."""
        port = port or free_port()
        folder = self.folder / str(port)
        folder.mkdir(parents=True)
        written = folder / "redis.conf"
        written.write_text(config)
        command = [
            redis_binary(), str(written), *options, "--bind", "127.0.0.1", "--port", str(port),
            "--dir", str(folder), "--daemonize", "no",
        ]  # fmt: skip
        with (folder / "redis.log").open("ab") as log:
            self.processes[port] = start(command, stdout=log, stderr=log)
        wait_until(lambda: answers(port))
        return port

    def kill(self, port: int) -> None:
        """End one server as a power cut would."""
        process = self.processes.pop(port)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """End all of them."""
        for process in self.processes.values():
            stop(process)


@contextlib.contextmanager
def several(folder: Path) -> Iterator[Servers]:
    servers = Servers(folder)
    try:
        yield servers
    finally:
        servers.stop()


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[list[int]]:
    """Run a Cluster of three masters that share all slots; gives their ports."""
    with several(folder) as servers:
        ports = [start_master(servers) for _ in range(MASTERS)]
        clients = [Redis(port=port) for port in ports]
        for place, client in enumerate(clients):
            first, after = place * SLOTS // MASTERS, (place + 1) * SLOTS // MASTERS
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, after - 1)
            client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", place + 1)
        bus = [client.config_get("cluster-port")["cluster-port"] for client in clients]
        for port, bus_port in zip(ports, bus, strict=True):
            clients[0].execute_command("CLUSTER", "MEET", "127.0.0.1", port, bus_port)
        wait_until(lambda: all(is_whole(client) for client in clients))
        for client in clients:
            client.close()
        yield ports


def start_master(servers: Servers) -> int:
    options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "5000")
    return servers.start(*DURABLE, *options, "--cluster-port", str(free_port()))


def is_whole(client: Any) -> bool:
    """Whether this server sees all slots and all masters."""
    seen = client.execute_command("CLUSTER", "INFO").decode()
    return "cluster_state:ok" in seen and f"cluster_known_nodes:{MASTERS}\r" in seen


@contextlib.contextmanager
def watched_by_sentinel(folder: Path) -> Iterator[tuple[Servers, int, int]]:
    """Run a master, its replica and one Sentinel; gives (servers, master's port, Sentinel's)."""
    with several(folder) as servers:
        master = servers.start(*DURABLE, "--repl-diskless-sync-delay", "0")
        replica = servers.start(*DURABLE, "--replicaof", "127.0.0.1", str(master))
        watch = (
            f"sentinel monitor {MASTER} 127.0.0.1 {master} 1\n"
            f"sentinel down-after-milliseconds {MASTER} 1000\n"
            f"sentinel failover-timeout {MASTER} 5000\n"
        )
        sentinel = servers.start("--sentinel", config=watch)
        with Redis(port=sentinel) as client:
            wait_until(lambda: bool(client.sentinel_slaves(MASTER)))
        with Redis(port=replica) as client:
            wait_until(lambda: client.info("replication")["master_link_status"] == "up")
        yield servers, master, sentinel


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN
    while True:
        with contextlib.suppress(KeyError):
            if true():
                return
        assert time.monotonic() < deadline, "waited too long for a Redis"
        time.sleep(0.02)
