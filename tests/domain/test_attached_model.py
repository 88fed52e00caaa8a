"""Links, comments and themes against a plain model, while notes move, go, return and merge."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.domain.board import board_of
from server.domain.comments import AddComment, CloseComment, EraseComment
from server.domain.links import DrawLink, EraseLink
from server.domain.merging import MergeNotes
from server.domain.notes import AddNote, MoveNote, RemoveNote, RestoreNote
from server.domain.refused import Refused
from server.domain.stored import from_state, to_state
from server.domain.themes import DissolveTheme, EmptyTheme, FillTheme, FormTheme
from server.domain.workshop import apply_all
from tests.domain.small_canvas import small_canvas
from tests.domain.story import a_story

KINDS = ("leads_to", "requires", "contradicts")
picks = st.integers(0, 6)


class AttachedMachine(RuleBasedStateMachine):
    """A facilitator does anything; plain dicts say what must stand on the board."""

    @initialize()
    def begin(self) -> None:
        self.story = a_story(small_canvas())
        self.story.start("share")
        self.area: dict[str, str] = {}
        self.gone: set[str] = set()  # removed notes
        self.links: dict[str, tuple[str, str, str]] = {}  # id → from, to, kind
        self.comments: dict[str, tuple[str, bool, str]] = {}  # id → note, open, text
        self.themes: dict[str, str] = {}  # those on the board → area
        self.theme_of: dict[str, str] = {}  # note → the theme it is in, or was in when it went
        for area in ("value", "value", "value", "advantage", "advantage"):
            self.add(area)

    # -- what a facilitator does -----------------------------------------------------------------

    @rule(area=st.sampled_from(["value", "advantage"]))
    def add(self, area: str) -> None:
        made = self.do(AddNote(area, f"Note {len(self.area)}"), allowed=True)
        self.area[made[0].facts["note"]["id"]] = area

    @rule(pick=picks, area=st.sampled_from(["value", "advantage"]))
    def move(self, pick: int, area: str) -> None:
        note = self.kept(pick)
        if self.area[note] == area:
            return
        self.do(MoveNote(note, area, before=None), allowed=True)
        self.area[note] = area
        self.theme_of.pop(note, None)

    @rule(pick=picks)
    def remove(self, pick: int) -> None:
        if len(self.area) - len(self.gone) > 2:
            note = self.kept(pick)
            self.do(RemoveNote(note), allowed=True)
            self.gone.add(note)

    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        if not self.gone:
            return
        note = sorted(self.gone)[pick % len(self.gone)]
        self.do(RestoreNote(note), allowed=True)
        self.gone.discard(note)
        if self.theme_of.get(note) not in self.themes:
            self.theme_of.pop(note, None)

    @rule(pick=picks, other=picks)
    def merge(self, pick: int, other: int) -> None:
        into, note = self.kept(pick), self.kept(other)
        if len(self.area) - len(self.gone) < 4 or note == into:
            return
        self.do(MergeNotes(into, (note,)), allowed=True)
        del self.area[note]
        self.theme_of.pop(note, None)
        known: dict[tuple[str, str, str], str] = {}
        for link, (start, end, kind) in self.links.items():
            ends = (into if start == note else start, into if end == note else end, kind)
            if ends[0] != ends[1]:
                known.setdefault(ends, link)
        self.links = {link: ends for ends, link in known.items()}
        self.comments = {
            comment: (into if at == note else at, is_open, text)
            for comment, (at, is_open, text) in self.comments.items()
        }

    @rule(pick=picks, other=picks, kind=st.sampled_from(KINDS))
    def draw(self, pick: int, other: int, kind: str) -> None:
        ends = (self.kept(pick), self.kept(other), kind)
        allowed = ends[0] != ends[1] and ends not in self.links.values()
        made = self.do(DrawLink(*ends), allowed=allowed)
        if made is not None:
            self.links[made[0].facts["link"]["id"]] = ends

    @rule(pick=picks)
    def erase_link(self, pick: int) -> None:
        shown = sorted(self.links_shown())
        if shown:
            ends = shown[pick % len(shown)]
            link = next(one["id"] for one in self.board()["links"] if self.ends(one) == ends)
            self.do(EraseLink(link), allowed=True)
            self.links = {known: each for known, each in self.links.items() if each != ends}

    @rule(pick=picks)
    def comment(self, pick: int) -> None:
        note, text = self.kept(pick), f"Why {len(self.comments)}?"
        made = self.do(AddComment(note, "question", text), allowed=True)
        self.comments[made[0].facts["comment"]["id"]] = (note, True, text)

    @rule(pick=picks, erase=st.booleans())
    def end_comment(self, pick: int, erase: bool) -> None:
        shown = [
            one for one, (note, _, _) in sorted(self.comments.items()) if note not in self.gone
        ]
        if not shown:
            return
        comment = shown[pick % len(shown)]
        note, is_open, text = self.comments[comment]
        if erase:
            self.do(EraseComment(comment), allowed=text != "[erased]")
            self.comments[comment] = (note, is_open, "[erased]")
        else:
            self.do(CloseComment(comment), allowed=is_open)
            self.comments[comment] = (note, False, text)

    @rule(pick=picks, other=picks)
    def form(self, pick: int, other: int) -> None:
        notes = tuple(dict.fromkeys([self.kept(pick), self.kept(other)]))
        area = self.area[notes[0]]
        allowed = all(self.area[note] == area for note in notes)
        made = self.do(FormTheme(area, "Theme", notes), allowed=allowed)
        if made is not None:
            theme = made[0].facts["theme"]["id"]
            self.themes[theme] = area
            self.theme_of |= dict.fromkeys(notes, theme)

    @rule(pick=picks, other=picks, fill=st.booleans())
    def fill_or_empty(self, pick: int, other: int, fill: bool) -> None:
        if not self.themes:
            return
        theme, note = sorted(self.themes)[pick % len(self.themes)], self.kept(other)
        is_in = self.theme_of.get(note) == theme
        if fill:
            allowed = not is_in and self.area[note] == self.themes[theme]
            if self.do(FillTheme(theme, (note,)), allowed=allowed) is not None:
                self.theme_of[note] = theme
        elif self.do(EmptyTheme(theme, (note,)), allowed=is_in) is not None:
            del self.theme_of[note]

    @rule(pick=picks)
    def dissolve(self, pick: int) -> None:
        if self.themes:
            theme = sorted(self.themes)[pick % len(self.themes)]
            self.do(DissolveTheme(theme), allowed=True)
            del self.themes[theme]
            kept = {note: of for note, of in self.theme_of.items() if of != theme}
            self.theme_of = kept

    # -- what must hold --------------------------------------------------------------------------

    @invariant()
    def the_links_are_the_models(self) -> None:
        if hasattr(self, "story"):
            shown = [self.ends(link) for link in self.board()["links"]]
            assert sorted(shown) == sorted(self.links_shown())

    @invariant()
    def the_comments_are_the_models(self) -> None:
        if hasattr(self, "story"):
            shown = {
                one["id"]: (one["note_id"], one["open"], one["text"])
                for one in self.board()["comments"]
            }
            wanted = {key: one for key, one in self.comments.items() if one[0] not in self.gone}
            assert shown == wanted

    @invariant()
    def the_themes_are_the_models(self) -> None:
        if hasattr(self, "story"):
            themes = {one["id"]: one for one in self.board()["themes"]}
            assert {key: one["area"] for key, one in themes.items()} == self.themes
            shown = {note: key for key, one in themes.items() for note in one["notes"]}
            wanted = {note: of for note, of in self.theme_of.items() if note not in self.gone}
            assert shown == wanted

    # -- how -------------------------------------------------------------------------------------

    def do(self, op: Any, *, allowed: bool) -> Any:
        """Let the facilitator do something; the model says whether it may. None = refused."""
        before = self.story.workshop
        try:
            made = self.story.do("server", op)
        except Refused:
            assert not allowed, f"{op} was refused"
            assert self.story.workshop is before
            return None
        assert allowed, f"{op} was accepted"
        assert board_of(from_state(to_state(self.story.workshop))) == self.board()
        return made

    def kept(self, pick: int) -> str:
        known = sorted(set(self.area) - self.gone)
        return known[pick % len(known)]

    def links_shown(self) -> list[tuple[str, str, str]]:
        return [ends for ends in self.links.values() if self.gone.isdisjoint(ends[:2])]

    @staticmethod
    def ends(link: dict[str, Any]) -> tuple[str, str, str]:
        return link["from"], link["to"], link["kind"]

    def board(self) -> dict[str, Any]:
        return board_of(self.story.workshop)

    def teardown(self) -> None:
        with contextlib.suppress(AttributeError):
            replayed = apply_all(type(self.story.workshop)(), self.story.log)
            assert board_of(replayed) == self.board()


TestAttached = AttachedMachine.TestCase
TestAttached.settings = settings(
    max_examples=60,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
