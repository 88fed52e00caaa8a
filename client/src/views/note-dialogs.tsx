/** The dialogs about one note: edit it, move it, merge others into it. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { whileWriting } from "../fair-end";
import { ops } from "../ops";
import type { Who, WireError } from "../protocol";
import { session } from "../session";
import { countGraphemes } from "../text";
import { errorWords, inLanguage, t } from "../words";
import { orSay } from "./ask-first";
import { type BoardView, noteWith } from "./board-view";
import { CityBadge } from "./cities";
import { Left, textLimit } from "./composer";
import { moveNote } from "./drag";
import { EraseNote } from "./erase-note";
import { later, type Later } from "./later";
import { Choice, CopyButton, Dialog, Field } from "./parts";
import { clearPicked } from "./picking";
import { raced } from "./raced";
import { areaName, areaOf, colorOf, opened } from "./scene";

/** The dialog that is open, if it is about a note. */
export function NoteDialog({ view }: { view: BoardView }) {
  const open = opened.value;
  if (open === null || !("note" in open)) return null;
  const note = noteWith(open.note);
  if (note === undefined) return null;
  switch (open.kind) {
    case "edit":
      return <EditDialog key={note.id} note={note} />;
    case "move":
      return <MoveDialog key={note.id} note={note} view={view} />;
    case "merge":
      return <MergeDialog key={note.id} note={note} also={open.also ?? []} view={view} />;
    case "erase":
      return <EraseNote key={note.id} note={note} onClose={close} />;
    case "comments":
      return <Comments key={note.id} note={note} view={view} onClose={close} />;
    case "details":
      return <NoteDetails key={note.id} note={note} view={view} onClose={close} />;
    case "group":
      return (
        <GroupNotes key={note.id} note={note} also={open.also ?? []} view={view} onClose={close} />
      );
    case "offers":
      return <NoteOffers key={note.id} note={note} view={view} onClose={close} />;
    case "translate":
      return <TranslateNote key={note.id} note={note} view={view} onClose={close} />;
    case "links":
      return <NoteLinks key={note.id} note={note} view={view} onClose={close} />;
  }
}

/** The code of these comes when it is wanted. */
const Comments = later(async () => (await import("./comments")).Comments);
const NoteDetails = later(async () => (await import("./note-details")).NoteDetails);
const NoteOffers = later(async () => (await import("./offers")).NoteOffers);
const NoteLinks = later(async () => (await import("./note-links")).NoteLinks);

const GroupNotes = later(async () => (await import("./theme-dialogs")).GroupNotes);
const TranslateNote = later(async () => (await import("./translate-note")).TranslateNote);
const ChangeTheme = later(async () => (await import("./theme-dialogs")).ChangeTheme);

/** Fetches them before they are wanted. */
export function fetchNoteDialogs(): void {
  for (const one of [
    Comments,
    NoteDetails,
    NoteLinks,
    NoteOffers,
    GroupNotes,
    TranslateNote,
    ChangeTheme,
  ] as readonly Later<never>[])
    void one.fetch();
}

/** The dialog about a theme, as long as it is on the board. */
export function ThemeDialog({ id, view }: { id: string; view: BoardView }) {
  const theme = view.board.themes.find((one) => one.id === id);
  if (theme === undefined) return null;
  return <ChangeTheme key={id} theme={theme} view={view} onClose={close} />;
}

const close = (): void => {
  opened.value = null;
};

/** What was typed stays, also when somebody else was first. */
function EditDialog({ note }: { note: ShownNote }) {
  const [text, setText] = useState(note.text ?? "");
  const [facet, setFacet] = useState(note.facet ?? "");
  const [who, setWho] = useState<readonly Who[]>(note.who ?? []);
  const [version, setVersion] = useState(note.version);
  const [fault, setFault] = useState<WireError | null>(null);
  const isTooLong = countGraphemes(text.trim()) > textLimit();
  const save = async (event?: Event): Promise<void> => {
    event?.preventDefault();
    if (text.trim() === "" || isTooLong) return;
    const changed = changesOf(note, { text: text.trim(), facet, who });
    if (Object.keys(changed).length === 0) return close();
    const base = { note_id: note.id, base_version: version };
    const answer = await raced(ops.editNote({ ...base, ...changed }));
    if (answer === null || answer.ok) return close(); // no answer yet: it waits in the outbox
    setFault(answer.error);
    setVersion(noteWith(note.id)?.version ?? version);
  };
  const isFit = text.trim() !== "" && !isTooLong;
  const latest = useRef({ isFit, save });
  latest.current = { isFit, save };
  useEffect(
    () =>
      whileWriting({
        isBegun: () => latest.current.isFit,
        finish: () => void latest.current.save(),
      }),
    [],
  );
  return (
    <Dialog title={t("edit.title")} onClose={close}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        {fault && <EditFault fault={fault} note={note} text={text} />}
        <Field
          label={t("edit.text")}
          control={(attributes) => (
            <textarea
              {...attributes}
              class="input"
              rows={4}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save(event);
              }}
            />
          )}
        />
        <Left text={text} />
        <EditTags area={note.area} facet={facet} setFacet={setFacet} who={who} setWho={setWho} />
        <div class="dialog-end">
          <button type="button" class="button quiet" onClick={close}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button" disabled={text.trim() === "" || isTooLong}>
            {fault?.code === "note.changed" ? t("edit.save_mine") : t("common.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Says what is on the board now beside what was typed. */
function EditFault({ fault, note, text }: { fault: WireError; note: ShownNote; text: string }) {
  const now = noteWith(note.id)?.text;
  return (
    <div class="say bad" role="alert">
      <p>{errorWords(fault)}</p>
      {fault.code === "note.changed" && now && (
        <>
          <p>{t("edit.now_reads")}</p>
          <blockquote class="now-reads">{now}</blockquote>
        </>
      )}
      <CopyButton text={text} label={t("edit.copy_mine")} />
    </div>
  );
}

interface TagsProps {
  readonly area: string;
  readonly facet: string;
  readonly setFacet: (facet: string) => void;
  readonly who: readonly Who[];
  readonly setWho: (who: readonly Who[]) => void;
}

function EditTags({ area, facet, setFacet, who, setWho }: TagsProps) {
  const facets = areaOf(area)?.facets ?? [];
  const asked = session.canvas.value?.who ?? [];
  return (
    <>
      {facets.length > 0 && (
        <Choice
          legend={t("composer.facet")}
          name="edit-facet"
          chosen={[facet]}
          onChoose={setFacet}
          options={[
            { value: "", words: t("composer.no_facet") },
            ...facets.map((one) => ({ value: one.id, words: inLanguage(one.label) })),
          ]}
        />
      )}
      {asked.length > 0 && (
        <Choice
          legend={t("composer.who")}
          name="edit-who"
          isMany
          chosen={who}
          onChoose={(value) => {
            const one = asked.find((known) => known.id === value)?.id;
            if (one) setWho(who.includes(one) ? who.filter((old) => old !== one) : [...who, one]);
          }}
          options={asked.map((one) => ({ value: one.id, words: inLanguage(one.label) }))}
        />
      )}
    </>
  );
}

interface Edited {
  readonly text: string;
  readonly facet: string;
  readonly who: readonly Who[];
}

function changesOf(note: ShownNote, wanted: Edited): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  if (wanted.text !== note.text) changed["text"] = wanted.text;
  if (wanted.facet !== (note.facet ?? "")) changed["facet"] = wanted.facet || null;
  if ([...wanted.who].sort().join() !== [...(note.who ?? [])].sort().join()) {
    changed["who"] = wanted.who;
  }
  return changed;
}

function MoveDialog({ note, view }: { note: ShownNote; view: BoardView }) {
  const move = (area: string): void => {
    close();
    moveNote(note.id, area, null);
  };
  return (
    <Dialog title={t("move.title")} onClose={close}>
      <p class="quoted">{note.text ?? t("note.hidden")}</p>
      <ul class="stack">
        {view.board.areas.map((id) => (
          <li key={id}>
            <button
              type="button"
              class="button quiet area-button"
              style={colorOf(id)}
              disabled={id === note.area}
              onClick={() => move(id)}
            >
              {id === note.area ? t("move.here_now", { area: areaName(id) }) : areaName(id)}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

interface MergeProps {
  readonly note: ShownNote;
  /** ticked from the beginning */
  readonly also: readonly string[];
  readonly view: BoardView;
}

function MergeDialog({ note, also, view }: MergeProps) {
  const [chosen, setChosen] = useState<readonly string[]>(also);
  const others = (session.areas.value.get(note.area) ?? []).filter(
    (one) => one.id !== note.id && one.text !== null && !one.isHidden,
  );
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const merge = (event: Event): void => {
    event.preventDefault();
    if (chosen.length === 0) return;
    void orSay(ops.mergeNotes({ into: note.id, notes: chosen })).then(clearPicked);
    close();
  };
  return (
    <Dialog title={t("merge.title")} onClose={close}>
      <p class="quoted">{note.text}</p>
      <p class="hint">{others.length > 0 ? t("merge.hint") : t("merge.none")}</p>
      <form class="stack" onSubmit={merge}>
        {others.map((one) => (
          <label key={one.id} class="tick">
            <input
              type="checkbox"
              checked={chosen.includes(one.id)}
              onChange={() => toggle(one.id)}
            />
            <span>
              {one.text} <CityBadge cities={view.board.cities} city={one.city} />
            </span>
          </label>
        ))}
        <div class="dialog-end">
          <button type="button" class="button quiet" onClick={close}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button" disabled={chosen.length === 0}>
            {t("merge.merge", { count: chosen.length })}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
