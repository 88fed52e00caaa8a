/** Says which ops take an op back. Pure: it looks at what was known before the op. */

import type {
  Accepted,
  Board,
  Note,
  Op,
  OpOf,
  OpType,
  OwnHiddenNote,
  SeatHere,
  Theme,
  You,
} from "./protocol";

export interface Before {
  readonly board: Board;
  readonly you: You;
  readonly seats: readonly SeatHere[];
}

/** What was done, in the words of `undo.what_…`. */
export type What =
  | "note"
  | "edit"
  | "move"
  | "removal"
  | "details"
  | "link"
  | "comment"
  | "theme"
  | "vote"
  | "answer"
  | "seat"
  | "step"
  | "draft";

export interface Inverse {
  readonly what: What;
  /** in this order; the ack tells the id of what was made */
  readonly ops: (ack: Accepted) => readonly Op[];
}

/** Returns what takes an op back, or null where nothing can: a reveal, a ballot, an erasing. */
export function inverseOf(op: Op, before: Before): Inverse | null {
  switch (op.type) {
    case "note.add":
      return made("note", (id) => ({ type: "note.remove", note_id: id }));
    case "note.edit":
      return editBack(op, before);
    case "note.move":
      return moveBack(op, before);
    case "note.remove":
      return plain("removal", { type: "note.restore", note_id: op.note_id });
    case "note.restore":
      return plain("removal", { type: "note.remove", note_id: op.note_id });
    case "note.describe":
      return describeBack(op, before);
    case "link.draw":
      return made("link", (id) => ({ type: "link.erase", link_id: id }));
    case "link.erase":
      return drawBack(op, before);
    case "comment.add":
    case "ask.open":
      return made("comment", (id) => ({ type: "comment.close", comment_id: id }));
    case "theme.form":
      return made("theme", (id) => ({ type: "theme.dissolve", theme_id: id }));
    case "theme.rename":
    case "theme.fill":
    case "theme.empty":
    case "theme.dissolve":
      return themeBack(op, before);
    case "vote.place":
      return plain("vote", { ...op, type: "vote.withdraw" });
    case "vote.withdraw":
      return placeBack(op, before);
    case "stance.set":
    case "score.set":
    case "service.score":
      return answerBack(op, before);
    case "seat.rename":
    case "seat.promote":
    case "seat.remove":
    case "seat.restore":
    case "seat.refuse":
      return seatBack(op, before);
    case "spotlight.set":
      return plain("step", { type: "spotlight.set", note_id: before.board.spotlight ?? null });
    case "walk.focus":
      return focusBack(before);
    case "phase.lock":
      return plain("step", { type: "phase.lock", locked: !op.locked });
    case "timer.pause":
      return plain("step", { type: "timer.pause", paused: !op.paused });
    case "draft.edit":
    case "draft.omit":
      return draftBack(op, before);
    default:
      return null;
  }
}

/** One of several ops. */
type AnyOf<Type extends OpType> = { [One in Type]: OpOf<One> }[Type];

function plain(what: What, ...ops: readonly Op[]): Inverse {
  return { what, ops: () => ops };
}

function made(what: What, back: (id: string) => Op): Inverse {
  return { what, ops: (ack) => (ack.id === undefined ? [] : [back(ack.id)]) };
}

function noteBefore({ board, you }: Before, id: string): Note | OwnHiddenNote | null {
  const own = you.hidden_notes.find((note) => note.id === id);
  const shown = board.notes.find((note) => note.id === id);
  return own ?? (shown === undefined || shown.hidden === true ? null : shown);
}

function editBack(op: OpOf<"note.edit">, before: Before): Inverse | null {
  const note = noteBefore(before, op.note_id);
  if (note === null || note.erased) return null;
  return plain("edit", {
    type: "note.edit",
    note_id: op.note_id,
    ...(op.text === undefined ? {} : { text: note.text }),
    ...(op.facet === undefined ? {} : { facet: note.facet ?? null }),
    ...(op.who === undefined ? {} : { who: note.who ?? [] }),
    base_version: note.version + 1, // not over what somebody wrote since
  });
}

function moveBack(op: OpOf<"note.move">, before: Before): Inverse | null {
  const { notes } = before.board;
  const at = notes.findIndex((note) => note.id === op.note_id);
  const note = notes[at];
  if (note === undefined) return null;
  const behind = notes[at + 1];
  const place = behind?.area === note.area ? behind.id : null;
  const moved: Op = { type: "note.move", note_id: note.id, area: note.area, before: place };
  const facet = noteBefore(before, note.id)?.facet; // another area has other facets: it was lost
  if (op.area === note.area || facet === undefined) return plain("move", moved);
  return plain("move", moved, { type: "note.edit", note_id: note.id, facet });
}

const EMPTY: Readonly<Record<string, "" | null | readonly never[]>> = {
  owner: "",
  indicator: "",
  supplier: "",
  funding: null,
  cost_behaviour: null,
  pays: [],
  tags: [],
  services: [],
};

function describeBack(op: OpOf<"note.describe">, before: Before): Inverse | null {
  const note = noteBefore(before, op.note_id);
  if (note === null) return null;
  const { type, note_id, ...changed } = op;
  const said: Readonly<Record<string, unknown>> = { ...note };
  const back = Object.keys(changed).map((name) => [name, said[name] ?? EMPTY[name]] as const);
  return plain("details", { type, note_id, ...Object.fromEntries(back) });
}

function drawBack({ link_id }: OpOf<"link.erase">, { board }: Before): Inverse | null {
  const link = board.links.find((one) => one.id === link_id);
  if (link === undefined) return null;
  const { from, to, kind, walk } = link;
  return plain("link", {
    type: "link.draw",
    from,
    to,
    kind,
    ...(walk === undefined ? {} : { walk }),
  });
}

type ThemeOp = AnyOf<"theme.rename" | "theme.fill" | "theme.empty" | "theme.dissolve">;

function themeBack(op: ThemeOp, { board }: Before): Inverse | null {
  const theme_id = op.theme_id;
  const theme = board.themes.find((one) => one.id === theme_id);
  if (theme === undefined || theme.erased) return null;
  switch (op.type) {
    case "theme.rename":
      return plain("theme", { type: "theme.rename", theme_id, title: theme.title });
    case "theme.empty":
      return plain("theme", { type: "theme.fill", theme_id, notes: op.notes });
    case "theme.dissolve": {
      const { area, title, notes } = theme;
      return notes.length === 0 ? null : plain("theme", { type: "theme.form", area, title, notes });
    }
    case "theme.fill":
      return emptyBack(theme, op.notes, board.themes);
  }
}

/** Takes out what was not in the theme, and puts it back where it was. */
function emptyBack(theme: Theme, filled: readonly string[], all: readonly Theme[]): Inverse | null {
  const fresh = filled.filter((id) => !theme.notes.includes(id));
  if (fresh.length === 0) return null;
  const homes = all.flatMap((one): Op[] => {
    const notes = one.notes.filter((id) => one !== theme && fresh.includes(id));
    return notes.length === 0 ? [] : [{ type: "theme.fill", theme_id: one.id, notes }];
  });
  return plain("theme", { type: "theme.empty", theme_id: theme.id, notes: fresh }, ...homes);
}

function placeBack(op: OpOf<"vote.withdraw">, { board, you }: Before): Inverse | null {
  const open = board.ballots.filter((ballot) => ballot.state === "open");
  const ballot = op.ballot_id ?? open[0]?.id;
  const placed = you.votes.find(
    (vote) => vote.ballot_id === ballot && vote.target_id === op.target_id,
  );
  const dots = op.dots ?? placed?.dots;
  return dots === undefined ? null : plain("vote", { ...op, type: "vote.place", dots });
}

type AnswerOp = AnyOf<"stance.set" | "score.set" | "service.score">;

function answerBack(op: AnswerOp, { you }: Before): Inverse {
  switch (op.type) {
    case "stance.set": {
      const given = you.stances.find((one) => one.note_id === op.note_id);
      return plain("answer", { ...op, stance: given?.stance ?? null });
    }
    case "score.set": {
      const given = you.scores.find((one) => one.note_id === op.note_id && one.kind === op.kind);
      return plain("answer", { ...op, value: given?.value ?? null });
    }
    case "service.score": {
      const given = you.service_scores.find(
        (one) => one.service_id === op.service_id && one.criterion === op.criterion,
      );
      return plain("answer", { ...op, value: given?.value ?? null });
    }
  }
}

type SeatOp = AnyOf<
  "seat.rename" | "seat.promote" | "seat.remove" | "seat.restore" | "seat.refuse"
>;

function seatBack(op: SeatOp, { seats, you }: Before): Inverse | null {
  const seat_id = op.seat_id ?? you.seat.id;
  const seat = seats.find((one) => one.id === seat_id);
  switch (op.type) {
    case "seat.remove":
    case "seat.refuse":
      return plain("seat", { type: "seat.restore", seat_id });
    case "seat.restore":
      return plain("seat", { type: "seat.remove", seat_id });
    case "seat.rename":
      return seat === undefined
        ? null
        : plain("seat", {
            type: "seat.rename",
            name: seat.name,
            ...(op.seat_id ? { seat_id } : {}),
          });
    case "seat.promote": {
      if (seat === undefined || seat_id === you.seat.id) return null; // who stepped down may not
      const city = seat.city === null ? {} : { city: seat.city };
      return plain("seat", { type: "seat.promote", seat_id, role: seat.role, ...city });
    }
  }
}

function focusBack({ board }: Before): Inverse | null {
  const focus = board.phase.focus;
  return focus === undefined ? null : plain("step", { type: "walk.focus", ...focus });
}

function draftBack(op: AnyOf<"draft.edit" | "draft.omit">, { board }: Before): Inverse {
  if (op.type === "draft.omit") return plain("draft", { ...op, omitted: !op.omitted });
  const edit = board.draft?.edits.find(
    (one) => one.section === op.section && one.sentence === op.sentence,
  );
  return plain("draft", { ...op, text: edit?.text ?? null });
}
