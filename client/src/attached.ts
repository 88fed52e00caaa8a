/** Lets changes of links and comments happen; they follow their notes off the board and back. */

import type { Known } from "./board";
import type { Board, ChangeOf, Comment, Link } from "./protocol";

export function drawLink(known: Known, change: ChangeOf<"link.drawn">): Known {
  const { board, you } = known;
  const drawn = { ...board, links: [...board.links, change.link] };
  if (change.by !== you.seat.id) return { board: drawn, you };
  return { board: drawn, you: { ...you, links: [...you.links, change.link.id] } };
}

export function eraseLink(known: Known, change: ChangeOf<"link.erased">): Known {
  return withoutLinks(known, new Set([change.link_id]));
}

export function addComment(known: Known, change: ChangeOf<"comment.added">): Known {
  const { board, you } = known;
  const added = { ...board, comments: [...board.comments, change.comment] };
  if (change.by !== you.seat.id) return { board: added, you };
  return { board: added, you: { ...you, comments: [...you.comments, change.comment.id] } };
}

export function closeComment(board: Board, change: ChangeOf<"comment.closed">): Board {
  return withComment(board, change.comment_id, (comment) => ({ ...comment, open: false }));
}

export function eraseComment(board: Board, change: ChangeOf<"comment.erased">): Board {
  return withComment(board, change.comment_id, (comment) => ({
    ...comment,
    text: "[erased]",
    erased: true,
  }));
}

/** Takes the links and comments of a removed note off the board. */
export function takeOff(board: Board, id: string): Board {
  return {
    ...board,
    links: board.links.filter((link) => link.from !== id && link.to !== id),
    comments: board.comments.filter((comment) => comment.note_id !== id),
  };
}

/** Brings back what a note had when it was removed. */
export function bringBack(board: Board, change: ChangeOf<"note.restored">): Board {
  const links = (change.links ?? []).reduce(
    (listed, { link, before }) => putBefore(listed, link, before),
    board.links,
  );
  const comments = (change.comments ?? []).reduce(
    (listed, { comment, before }) => putBefore(listed, comment, before),
    board.comments,
  );
  return { ...board, links, comments };
}

/** Links and comments of merged notes go to the note they became; no doubles, none to itself. */
export function moveTo(known: Known, change: ChangeOf<"note.merged">): Known {
  const { into } = change;
  const gone = new Set<string>();
  let { links, comments } = known.board;
  for (const id of change.notes) {
    comments = comments.map((one) => (one.note_id === id ? { ...one, note_id: into } : one));
    for (const link of links.filter((one) => one.from === id || one.to === id)) {
      const moved = {
        ...link,
        from: link.from === id ? into : link.from,
        to: link.to === id ? into : link.to,
      };
      if (moved.from === moved.to || links.some((other) => saysTheSame(other, moved))) {
        gone.add(link.id);
        links = links.filter((other) => other !== link);
      } else {
        links = links.map((other) => (other === link ? moved : other));
      }
    }
  }
  return withoutLinks({ board: { ...known.board, links, comments }, you: known.you }, gone);
}

function saysTheSame(a: Link, b: Link): boolean {
  return a.from === b.from && a.to === b.to && a.kind === b.kind;
}

function withoutLinks({ board, you }: Known, ids: ReadonlySet<string>): Known {
  if (ids.size === 0) return { board, you };
  const links = board.links.filter((link) => !ids.has(link.id));
  const own = you.links.filter((id) => !ids.has(id));
  return { board: { ...board, links }, you: { ...you, links: own } };
}

function withComment(board: Board, id: string, change: (comment: Comment) => Comment): Board {
  const comments = board.comments.map((comment) => (comment.id === id ? change(comment) : comment));
  return { ...board, comments };
}

function putBefore<Thing extends { readonly id: string }>(
  listed: readonly Thing[],
  thing: Thing,
  before: string | null,
): readonly Thing[] {
  const place = before === null ? -1 : listed.findIndex((one) => one.id === before);
  return place < 0 ? [...listed, thing] : listed.toSpliced(place, 0, thing);
}
