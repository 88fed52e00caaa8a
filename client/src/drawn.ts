/** Draws what a seat sees: the board, its own hidden texts, and on top what is not saved yet. */

import { hubOf } from "./hubs";
import { placeOf } from "./notes";
import type {
  Board,
  BoardNote,
  Details,
  Length,
  NoteAnswers,
  Offer,
  OwnHiddenNote,
  PerCity,
  SentOp,
  Stance,
  Translations,
  Who,
  You,
} from "./protocol";

/** A note as it is drawn. */
export interface ShownNote extends Details {
  /** the note's id; as long as it is not saved at all, the id of its op */
  readonly id: string;
  /** stays the same when a new note gets its id: for lists of views */
  readonly key: string;
  readonly area: string;
  readonly city: string | null;
  /** null: hidden from this seat */
  readonly text: string | null;
  /** others cannot read it (yet) */
  readonly isHidden: boolean;
  /** how long a text is that this seat cannot read */
  readonly length?: Length;
  readonly facet?: string;
  readonly who?: readonly Who[];
  readonly seat?: string;
  readonly room?: true;
  readonly typed_by?: string;
  readonly dots?: PerCity;
  readonly merged_from?: readonly string[];
  readonly offers?: NonNullable<NoteAnswers["offers"]>;
  /** the text is gone for good */
  readonly erased?: true;
  readonly translations?: Translations;
  readonly version: number;
  readonly isOwn: boolean;
  /** false: something about it has not reached the server yet */
  readonly isSaved: boolean;
  /** true: only its op exists so far; nothing can be done with it yet */
  readonly isNew: boolean;
}

export interface Drawn {
  /** in board order */
  readonly notes: readonly ShownNote[];
  /** target id → own dots in the open ballot */
  readonly votes: ReadonlyMap<string, number>;
  /** ballot id → dots left, for open ballots */
  readonly votesLeft: PerCity;
  /** note id → own stance */
  readonly stances: ReadonlyMap<string, Stance>;
  /** kind and note id, with a space between → own score */
  readonly scores: ReadonlyMap<string, number>;
  /** service id and criterion, with a space between → own score */
  readonly serviceScores: ReadonlyMap<string, number>;
  /** criterion → own points; null while none are shared out */
  readonly weights: Readonly<Record<string, number>> | null;
  /** note id → what this seat said for its city */
  readonly offers: ReadonlyMap<string, Offer>;
}

type Answers = Pick<Drawn, "stances" | "scores" | "serviceScores" | "weights" | "offers">;

/**
 * Returns what to draw. `keys`: note id → op_id it was made by, as far as this page knows;
 * `ballot`: the one whose dots are drawn, without one the first that is open.
 */
export function draw(
  board: Board,
  you: You,
  waiting: readonly SentOp[],
  keys: ReadonlyMap<string, string> = new Map(),
  ballot: string | null = null,
): Drawn {
  const own = new Set(you.notes);
  const hidden = new Map(you.hidden_notes.map((note) => [note.id, note]));
  let notes: readonly ShownNote[] = board.notes.map((note) =>
    shown(note, hidden.get(note.id), own.has(note.id), keys.get(note.id) ?? note.id),
  );
  for (const op of waiting) notes = withOp(notes, op, board, you);
  return { notes, ...drawVotes(board, you, waiting, ballot), ...drawAnswers(you, waiting) };
}

/** Returns the notes of each area, in order. */
export function byArea(
  areas: readonly string[],
  notes: readonly ShownNote[],
): ReadonlyMap<string, readonly ShownNote[]> {
  const found = new Map<string, ShownNote[]>(areas.map((area) => [area, []]));
  for (const note of notes) found.get(note.area)?.push(note);
  return found;
}

const drawnBefore = new WeakMap<BoardNote, ShownNote>(); // so that unchanged notes stay the same

function shown(
  note: BoardNote,
  own: OwnHiddenNote | undefined,
  isOwn: boolean,
  key: string,
): ShownNote {
  if (note.hidden === true && own !== undefined) return ownHidden(note.version, own, key);
  const before = drawnBefore.get(note);
  if (before !== undefined && before.isOwn === isOwn && before.key === key) return before;
  const { hidden: isHidden, ...facts } = { text: null, ...note };
  const drawn = { ...facts, key, isOwn, isHidden: isHidden === true, isSaved: true, isNew: false };
  drawnBefore.set(note, drawn);
  return drawn;
}

function ownHidden(version: number, own: OwnHiddenNote, key: string): ShownNote {
  const { hidden: _hidden, ...facts } = own;
  return { ...facts, version, key, isOwn: true, isHidden: true, isSaved: true, isNew: false };
}

function withOp(
  notes: readonly ShownNote[],
  op: SentOp,
  board: Board,
  you: You,
): readonly ShownNote[] {
  switch (op.type) {
    case "note.add":
      return insert(notes, newNote(op, board, you), board.areas, null);
    case "note.edit":
      return notes.map((note) => (note.id === op.note_id ? edited(note, op) : note));
    case "note.move":
      return moved(notes, op, board.areas);
    case "note.remove":
      return notes.filter((note) => note.id !== op.note_id);
    default:
      return notes; // steering shows when it has happened
  }
}

function newNote(op: SentOp & { type: "note.add" }, board: Board, you: You): ShownNote {
  const phase = board.phases.find((one) => one.id === board.phase.id);
  return {
    id: op.op_id,
    key: op.op_id,
    area: op.area,
    city: op.on_behalf_of ?? you.seat.city,
    text: op.text,
    isHidden: (phase?.silent ?? false) && board.settings.silent,
    ...(op.facet === undefined ? {} : { facet: op.facet }),
    ...(op.who === undefined ? {} : { who: op.who }),
    ...(hubOf(board, you.seat.id) === undefined ? {} : { room: true as const }),
    ...(op.typed_by === undefined ? {} : { typed_by: op.typed_by }),
    version: 0,
    isOwn: true,
    isSaved: false,
    isNew: true,
  };
}

function edited(note: ShownNote, op: SentOp & { type: "note.edit" }): ShownNote {
  const { facet, who, ...rest } = note;
  const nextFacet = op.facet === undefined ? facet : (op.facet ?? undefined);
  const nextWho = op.who ?? who;
  return {
    ...rest,
    text: op.text ?? note.text,
    ...(nextFacet === undefined ? {} : { facet: nextFacet }),
    ...(nextWho === undefined || nextWho.length === 0 ? {} : { who: nextWho }),
    isSaved: false,
  };
}

function moved(
  notes: readonly ShownNote[],
  op: SentOp & { type: "note.move" },
  areas: readonly string[],
): readonly ShownNote[] {
  const note = notes.find((one) => one.id === op.note_id);
  if (note === undefined) return notes;
  const rest = notes.filter((one) => one !== note);
  return insert(rest, { ...note, area: op.area, isSaved: false }, areas, op.before ?? null);
}

function insert(
  notes: readonly ShownNote[],
  note: ShownNote,
  areas: readonly string[],
  before: string | null,
): readonly ShownNote[] {
  return notes.toSpliced(placeOf(notes, areas, note.area, before), 0, note);
}

/** Own answers show at once; they are the seat's alone until the phase is left. */
function drawAnswers(you: You, waiting: readonly SentOp[]): Answers {
  const stances = new Map(you.stances.map((one) => [one.note_id, one.stance]));
  const scores = new Map(you.scores.map((one) => [`${one.kind} ${one.note_id}`, one.value]));
  const serviceScores = new Map(
    you.service_scores.map((one) => [`${one.service_id} ${one.criterion}`, one.value]),
  );
  let weights = you.weights ?? null;
  const offers = new Map((you.offers ?? []).map((one) => [one.note_id, one.offer]));
  for (const op of waiting) {
    if (op.type === "offer.set") put(offers, op.note_id, op.offer);
    if (op.type === "stance.set") put(stances, op.note_id, op.stance);
    if (op.type === "score.set") put(scores, `${op.kind} ${op.note_id}`, op.value);
    if (op.type === "service.score") {
      put(serviceScores, `${op.service_id} ${op.criterion}`, op.value);
    }
    if (op.type === "weights.split") weights = op.points;
  }
  return { stances, scores, serviceScores, weights, offers };
}

function put<Value>(answers: Map<string, Value>, name: string, value: Value | null): void {
  if (value === null) answers.delete(name);
  else answers.set(name, value);
}

function drawVotes(
  board: Board,
  you: You,
  waiting: readonly SentOp[],
  chosen: string | null,
): Pick<Drawn, "votes" | "votesLeft"> {
  const open = board.ballots.filter((ballot) => ballot.state === "open");
  const drawn = open.find((ballot) => ballot.id === chosen) ?? open[0];
  const votes = new Map<string, number>();
  const votesLeft: Record<string, number> = { ...you.votes_left };
  const count = (ballotId: string, target: string, dots: number): void => {
    if (ballotId === drawn?.id) votes.set(target, (votes.get(target) ?? 0) + dots);
  };
  for (const vote of you.votes) count(vote.ballot_id, vote.target_id, vote.dots);
  for (const op of waiting) {
    if (op.type === "hub.tally" && drawn !== undefined && op.ballot_id === drawn.id) {
      const more = (op.dots ?? 0) - (votes.get(op.target_id) ?? 0);
      count(drawn.id, op.target_id, more);
      votesLeft[drawn.id] = (votesLeft[drawn.id] ?? 0) - more;
    }
    if (op.type !== "vote.place" && op.type !== "vote.withdraw") continue;
    const ballotId = op.ballot_id ?? open[0]?.id;
    if (ballotId === undefined || !(ballotId in votesLeft)) continue;
    const all = op.type === "vote.place" ? 1 : (votes.get(op.target_id) ?? 0);
    const dots = (op.dots ?? all) * (op.type === "vote.place" ? 1 : -1);
    count(ballotId, op.target_id, dots);
    votesLeft[ballotId] = (votesLeft[ballotId] ?? 0) - dots;
  }
  for (const [target, dots] of votes) if (dots <= 0) votes.delete(target);
  return { votes, votesLeft };
}
