/** The comments on one note: read them, add one, settle one. */

import { useState } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import type { Comment, CommentKind } from "../protocol";
import { session } from "../session";
import { countGraphemes } from "../text";
import { t } from "../words";
import { commentsAt } from "./around";
import { AskFirst, orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { Left, textLimit } from "./composer";
import { Choice, Dialog, Field } from "./parts";
import { areaName } from "./scene";

const KINDS: readonly CommentKind[] = ["question", "concern", "evidence"];

interface CommentsProps {
  readonly note: ShownNote;
  readonly view: BoardView;
  readonly onClose: () => void;
}

export function Comments({ note, view, onClose }: CommentsProps) {
  const known = commentsAt.value.get(note.id) ?? [];
  const sorted = [...known.filter((one) => one.open), ...known.filter((one) => !one.open)];
  return (
    <Dialog title={t("comments.title")} onClose={onClose}>
      <p class="quoted" dir="auto">
        {note.erased ? t("note.erased") : note.text}
      </p>
      {sorted.length === 0 && <p class="hint">{t("comments.none")}</p>}
      <ul class="comments">
        {sorted.map((one) => (
          <CommentLine key={one.id} comment={one} note={note} view={view} />
        ))}
      </ul>
      {view.rights.mayComment(note) && <AddComment note={note} />}
    </Dialog>
  );
}

interface LineProps {
  readonly comment: Comment;
  readonly note: ShownNote;
  readonly view: BoardView;
}

function CommentLine({ comment, note, view }: LineProps) {
  const { board, rights } = view;
  return (
    <li class={comment.open ? "comment" : "comment settled"}>
      <div class="comment-head">
        <strong>{t(`comments.${comment.kind}`)}</strong>
        <CityBadge cities={board.cities} city={comment.city ?? null} />
        {!comment.open && <span class="soft">{t("comments.settled")}</span>}
      </div>
      <p dir="auto">{wordsOf(comment)}</p>
      <div class="row">
        {comment.open && maySettle(comment, note, view) && (
          <button
            type="button"
            class="button quiet small"
            onClick={() => void orSay(ops.closeComment({ comment_id: comment.id }))}
          >
            {t("comments.settle")}
          </button>
        )}
        {rights.isFacilitator && comment.text !== undefined && !comment.erased && (
          <AskFirst
            label={t("comments.erase")}
            question={t("erase.title")}
            explained={<p>{t("comments.erase_words")}</p>}
            yes={t("erase.yes")}
            isGrave
            run={() => void orSay(ops.eraseComment({ comment_id: comment.id }))}
          />
        )}
      </div>
    </li>
  );
}

function wordsOf({ text, edge, erased }: Comment): string {
  if (erased) return t("comments.erased");
  if (edge === undefined) return text ?? "";
  return t("comments.unknown_step", { from: areaName(edge.from), to: areaName(edge.to) });
}

/** Who wrote it, whose note it is, the lead of either's city, the facilitator. */
function maySettle(comment: Comment, note: ShownNote, view: BoardView): boolean {
  const { rights, seat } = view;
  if (!view.rights.mayComment(note)) return false;
  const isOwn = session.you.value?.comments.includes(comment.id) === true;
  const isOfCity = [comment.city, note.city].includes(seat.city ?? undefined);
  return rights.isFacilitator || isOwn || note.isOwn || (seat.role === "city_lead" && isOfCity);
}

function AddComment({ note }: { note: ShownNote }) {
  const [kind, setKind] = useState<CommentKind>("question");
  const [text, setText] = useState("");
  const isTooLong = countGraphemes(text.trim()) > textLimit();
  const add = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === "" || isTooLong) return;
    // What the server refuses lies in the tray, with its text.
    void ops.addComment({ note_id: note.id, kind, text: text.trim() });
    setText("");
  };
  return (
    <form class="stack" onSubmit={add}>
      <Choice
        legend={t("comments.kind")}
        name="comment-kind"
        chosen={[kind]}
        onChoose={(value) => setKind(KINDS.find((one) => one === value) ?? kind)}
        options={KINDS.map((one) => ({ value: one, words: t(`comments.${one}`) }))}
      />
      <Field
        label={t(`comments.ask_${kind}`)}
        control={(attributes) => (
          <textarea
            {...attributes}
            class="input"
            rows={2}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) add(event);
            }}
          />
        )}
      />
      <Left text={text} />
      <div class="dialog-end">
        <button type="submit" class="button" disabled={text.trim() === "" || isTooLong}>
          {t("comments.add")}
        </button>
      </div>
    </form>
  );
}
