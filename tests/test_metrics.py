"""Each app counts for itself and can be read by Prometheus."""

from server.metrics import make_metrics, metrics_text


def test_two_apps_do_not_share_figures():
    one, other = make_metrics(), make_metrics()

    one.refusals.labels(code="note.too_long").inc()

    line = b'citywheel_refusals_total{code="note.too_long"} 1.0'
    assert line in metrics_text(one)
    assert line not in metrics_text(other)


def test_a_batch_is_counted_by_its_size():
    metrics = make_metrics()

    metrics.batch_size.observe(7)

    assert b'citywheel_batch_size_bucket{le="10.0"} 1.0' in metrics_text(metrics)
