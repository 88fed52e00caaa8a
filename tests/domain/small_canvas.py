"""A canvas of three areas, so that nothing is tested against six by accident."""

from server.domain.canvas import (
    Canvas,
    CanvasArea,
    CanvasFacet,
    CanvasPhase,
    Criterion,
    DraftTemplate,
    Tag,
)

AREAS = {
    "opportunity": ("need", "enabler"),
    "value": ("creation", "capture", "sharing"),
    "advantage": ("current", "to_develop"),
}


def _walk(direction: str) -> CanvasPhase:
    title = {"en": direction.title()}
    return CanvasPhase(
        direction, "walk", title, {"en": "Walk round."}, direction=direction, stances=True
    )


def small_canvas() -> Canvas:
    return Canvas(
        id="small",
        version=1,
        layout="grid",
        languages=("en",),
        title={"en": "Small"},
        description={"en": "A small canvas"},
        areas=tuple(
            CanvasArea(
                area,
                {"en": area.title()},
                {"en": area},
                {"en": ("What?",)},
                tuple(CanvasFacet(facet, {"en": facet}) for facet in facets),
            )
            for area, facets in AREAS.items()
        ),
        phases=(
            CanvasPhase("gather", "gather", {"en": "Gather"}, {"en": "Write alone."}, silent=True),
            CanvasPhase(
                "share", "gather", {"en": "Share"}, {"en": "Read and write."}, stances=True
            ),
            _walk("clockwise"),
            CanvasPhase("vote", "vote", {"en": "Vote"}, {"en": "Place your votes."}),
            _walk("anticlockwise"),
            CanvasPhase("agree", "agree", {"en": "Agree"}, {"en": "Read the draft."}),
        ),
        who=(),
        criteria=tuple(Criterion(name, {"en": name}, weight=50) for name in ("need", "value")),
        tags=(Tag("inclusion", {"en": "Inclusion"}), Tag("privacy", {"en": "Privacy"})),
        pairs={},
        settings={},
        thresholds={},
        draft=DraftTemplate({"en": ""}, (), ()),
    )
