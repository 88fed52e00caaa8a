"""Log lines are readable by machines and keep secrets and notes to themselves."""

import json
import logging

import pytest
import structlog

from server.logs import LEFT_OUT, set_up_logs


@pytest.fixture(autouse=True)
def logs_as_before():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines_of(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_json_object_with_time_and_level(capsys):
    set_up_logs(log_format="json")

    structlog.get_logger("desk").info("committed", workshop="w1", seq=7)

    (line,) = lines_of(capsys)
    assert line.pop("timestamp")
    assert line == {
        "event": "committed",
        "workshop": "w1",
        "seq": 7,
        "level": "info",
        "logger": "desk",
    }


def test_texts_and_tokens_are_left_out_at_any_depth(capsys):
    set_up_logs(log_format="json")

    structlog.get_logger().warning("odd", token="t0ps3cret", change={"text": "our idea"})

    (line,) = lines_of(capsys)
    assert (line["token"], line["change"]) == (LEFT_OUT, {"text": LEFT_OUT})


def test_a_library_logs_in_the_same_shape(capsys):
    set_up_logs(log_format="json")

    logging.getLogger("redis").warning("gone for %s s", 3)

    (line,) = lines_of(capsys)
    assert (line["event"], line["logger"]) == ("gone for 3 s", "redis")


def test_a_line_below_the_level_is_not_written(capsys):
    set_up_logs(log_format="json", log_level="warning")

    structlog.get_logger().info("small talk")

    assert lines_of(capsys) == []


def test_for_people_a_fault_shows_its_traceback_without_the_values_in_it(capsys):
    set_up_logs()
    note_text = " ".join(["a", "private", "thought"])

    try:
        _ = {}[len(note_text)]
    except KeyError:
        structlog.get_logger().exception("fault")

    shown = capsys.readouterr().err
    assert "KeyError: 17" in shown
    assert "a private thought" not in shown
