"""The environment becomes settings, or every fault is named at once."""

from pathlib import Path

import pytest

from server.settings import SETTINGS, Settings, SettingsError, read_settings, settings_table


def test_an_empty_environment_gives_the_defaults():
    assert Settings() == read_settings({})


def test_an_empty_variable_counts_as_not_there():
    assert Settings() == read_settings({"PORT": "", "SECRET_KEY": "  "})


def test_each_setting_of_the_table_is_a_field_and_the_other_way_round():
    fields = list(Settings.__dataclass_fields__)

    assert fields == [setting.name.lower() for setting in SETTINGS]


def test_texts_become_numbers_lists_and_folders(tmp_path):
    environment = {
        "PORT": "8080",
        "LIMIT_SEAT_OPS": "0",
        "BASE_PATH": "/wheel",
        "ALLOWED_ORIGINS": "https://a.example, https://b.example",
        "METRICS_FROM": "10.0.0.0/8 ::1",
        "CANVASES_DIR": str(tmp_path),
        "PUBLIC_URL": "http://10.1.2.3:5000",
    }

    settings = read_settings(environment)

    assert settings == Settings(
        port=8080,
        limit_seat_ops=0,
        base_path="/wheel",
        allowed_origins=("https://a.example", "https://b.example"),
        metrics_from=("10.0.0.0/8", "::1"),
        canvases_dir=Path(tmp_path),
        public_url="http://10.1.2.3:5000",
    )


def test_every_fault_is_reported_at_once_in_the_order_of_the_table():
    environment = {
        "ASYNC_MODE": "gevent",
        "PORT": "many",
        "LIMIT_SEATS": "0",
        "CANVASES_DIR": "/no/such/folder",
        "METRICS_FROM": "everyone",
        "BASE_PATH": "wheel/",
    }

    with pytest.raises(SettingsError) as no:
        read_settings(environment)

    named = [fault.split(":")[0] for fault in no.value.faults]
    assert named == [
        "PORT",
        "BASE_PATH",
        "LIMIT_SEATS",
        "CANVASES_DIR",
        "METRICS_FROM",
        "ASYNC_MODE",
    ]


def test_a_secret_that_is_too_short_is_not_repeated_in_the_fault():
    with pytest.raises(SettingsError) as no:
        read_settings({"SECRET_KEY": "hunter2"})

    assert "hunter2" not in str(no.value)


@pytest.mark.parametrize(
    "address",
    [
        "redis://127.0.0.1:6379/0",
        "rediss://u:p@redis.example:6380",
        "unix:///run/redis.sock",
        "redis+cluster://one.example:7000,two.example:7000",
        "redis+sentinel://one.example:26379,two.example:26379/citywheel",
        "rediss+sentinel://u:p@one.example/citywheel/2?sentinel_password=p",
    ],
)
def test_redis_may_be_reached_in_each_usual_way(address):
    assert read_settings({"REDIS_URL": address}).redis_url == address


def test_the_canvases_it_came_with_are_found_from_any_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert Settings().canvases_folder.name == "canvases"


def test_the_table_has_a_row_for_each_setting():
    rows = settings_table().splitlines()[2:]

    assert [f"| `{setting.name}` " for setting in SETTINGS] == [
        row[: row.index("|", 1)] for row in rows
    ]


def test_the_readme_shows_the_table_as_it_is():
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    shown = readme.split("<!-- settings -->")[1].split("<!-- /settings -->")[0]

    assert shown.strip() == settings_table().strip()


@pytest.mark.parametrize("address", ["redis+sentinel://one.example:26379", "http://redis.example"])
def test_an_address_that_names_no_redis_is_refused(address):
    with pytest.raises(SettingsError) as no:
        read_settings({"REDIS_URL": address})

    assert "redis+sentinel://host:port/master-name" in no.value.faults[0]
