"""The main job on a real Redis Cluster of three masters, with two processes in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from server_fixtures import RAISED
from server_process import server_process
from several_redis import cluster

from tests.whole import test_main_job, test_two_processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server_process import ServerProcess


@pytest.fixture(scope="module")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster")) as ports:
        yield f"redis+cluster://127.0.0.1:{ports[0]},127.0.0.1:{ports[2]}"


@pytest.fixture(scope="module")
def server(cluster_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with server_process(cluster_url, tmp_path_factory.mktemp("server"), **RAISED) as running:
        yield running


def test_three_cities_go_from_silence_to_a_vote(server: ServerProcess, tmp_path: Path) -> None:
    test_main_job.test_three_cities_go_from_silence_to_a_draft_and_an_export(server, tmp_path)


def test_votes_become_a_ranking_a_draft_and_an_export(
    server: ServerProcess, tmp_path: Path
) -> None:
    test_main_job.test_one_city_one_vote_differs_from_raw_dots_where_it_should(server, tmp_path)


def test_two_processes_hear_each_other_whatever_master_has_the_workshop(
    server: ServerProcess, cluster_url: str, tmp_path: Path
) -> None:
    # One workshop lies on one master; several lie on all of them.
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        test_two_processes.test_clients_on_both_hear_the_same_order_and_miss_nothing(
            server, cluster_url, folder
        )
    ready = requests.get(f"{server.url}/readyz", timeout=5).json()
    assert (ready["status"], ready["durability"]) == ("ready", "power-safe")


def test_wrong_codes_are_counted_whatever_master_has_the_bucket(server: ServerProcess) -> None:
    wrong = {"code": "ABCD-2345", "name": "x"}
    url = f"{server.url}/api/v1/join"

    statuses = [requests.post(url, json=wrong, timeout=5).status_code for _ in range(30)]

    assert statuses[0] == 404
    assert statuses[-1] == 429
