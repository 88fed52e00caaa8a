"""Citywheel: a co-creation workshop server. `create_app` builds its parts."""

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from server.settings import Settings


def create_app(settings: "Settings", store: Any = None) -> "Flask":
    """Return the app with its parts built in the order of the arrow; nothing runs yet.

    `app.extensions["citywheel"]` holds the desk and what routes need, `["citywheel_live"]` the
    live edge. `store` stands in for the Redis of the settings. Start with `start_app`.
    """
    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    from server.canvas_files import load_canvases
    from server.desk.desk import Desk
    from server.desk.imports import Imports
    from server.desk.making_rates import MakingRates
    from server.desk.past import Past
    from server.desk.rehearsals import Rehearsals
    from server.desk.results import Results
    from server.desk.snapshots import Snapshots
    from server.desk.tokens import Tokens
    from server.desk.workers import Workers
    from server.export.read_json import read_export
    from server.export.results import HEAVY, make_result
    from server.live.gauges import set_gauges
    from server.live.sockets import make_live
    from server.metrics import make_metrics
    from server.store.redis_store import RedisStore
    from server.web import canvases, health, history, joining, openapi, ops, results, workshops
    from server.web.client import register_client
    from server.web.edge import Edge, reads_of
    from server.web.errors import register_errors
    from server.web.hosts import Hosts
    from server.web.standing import register_standing

    store = store or RedisStore(settings.redis_url, wait_replicas=settings.wait_replicas)
    folders = load_canvases(settings.canvases_folder, report=_report)
    metrics = make_metrics()
    desk = Desk(store, canvases=folders, settings=settings, metrics=metrics)

    def workers(size: int) -> Workers:
        return Workers(size=size, canvases=settings.canvases_folder, metrics=metrics)

    results_of = Results(
        make=make_result,
        canvases=folders,
        workers=workers(settings.workers),
        head_at=store.head_at,
        heavy=HEAVY,
        is_limited=bool(settings.limit_seat_ops),
    )
    tokens = Tokens(settings.secret_key or store.secret_key())

    app = Flask("citywheel", static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    base = settings.base_path
    for part in (canvases, history, joining, ops, results, workshops):
        app.register_blueprint(part.routes, url_prefix=f"{base}/api/v1")
    app.register_blueprint(health.about_routes, url_prefix=f"{base}/api/v1")
    app.register_blueprint(openapi.routes, url_prefix=f"{base}/api")
    app.register_blueprint(health.routes, url_prefix=base or None)
    register_errors(app)
    register_standing(app)
    register_client(app, settings)
    live = make_live(app, desk, tokens, settings=settings, metrics=metrics)
    # Outermost, since Socket.IO wants to know the real address and host too.
    app.wsgi_app = Hosts(app.wsgi_app, settings)  # type: ignore[method-assign]
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops, hops)  # type: ignore[method-assign]
    app.extensions["citywheel"] = Edge(
        settings,
        desk,
        tokens,
        folders,
        metrics,
        lambda: set_gauges(metrics, desk, live),
        MakingRates(store, settings.limit_making),
        results_of,
        Snapshots(workers(min(1, settings.workers))),  # who comes in waits for no export
        Imports(check=read_export, canvases=folders, workers=workers(min(1, settings.workers))),
        Past(
            store,
            make=make_result,
            canvases=folders,
            workers=workers(min(1, settings.workers)),
            is_limited=bool(settings.limit_seat_ops),
        ),
        live.people,
        reads_of(settings),
        Rehearsals(store, desk.workshops, settings=settings, process=desk.process),
    )
    app.extensions["citywheel_live"] = live
    return app


def start_app(app: "Flask") -> None:
    """Start what runs beside requests: the commit loop, the bell, beats and people."""
    threading.Thread(
        target=_tell_safety, args=[app.extensions["citywheel"].desk.store], daemon=True
    ).start()
    app.extensions["citywheel"].desk.start()
    app.extensions["citywheel_live"].start()


def _tell_safety(store: Any) -> None:
    """Log what /readyz would tell: an operator looks at the start, if at all."""
    import structlog

    from server.store.stored_workshop import StoreUnavailable

    log = structlog.get_logger()
    try:
        safety = store.safety()
    except StoreUnavailable:
        log.warning("store_away")
        return
    for sentence in safety.warnings:
        log.warning("not_safe", durability=safety.durability, mend=sentence)


def _report(fault: Any) -> None:
    import structlog

    structlog.get_logger().error("canvas_fault", fault=str(fault))
