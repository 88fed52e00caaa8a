/** Where notes are written: always in reach, and always saying where the note goes. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { phaseNow } from "../agenda";
import { whileWriting } from "../fair-end";
import { nearest } from "../likeness";
import { ops } from "../ops";
import type { OpOf, Who } from "../protocol";
import { session } from "../session";
import { countGraphemes } from "../text";
import { inLanguage, t } from "../words";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { aboutServer } from "./frame";
import { Choice } from "./parts";
import { announce, areaName, areaOf, colorOf, writingTo } from "./scene";

const USUAL_LIMIT = 280; // graphemes; the server says its own in `about`
const SHOWN_BELOW = 60; // graphemes left from which the count is shown in words too

/** What is being written: it outlives a change of layout, of phase and of page. */
const text = signal("");
const facet = signal("");
const who = signal<readonly Who[]>([]);
const behalf = signal("");
const typedBy = signal("");

export const textLimit = (): number => aboutServer()?.note_text ?? USUAL_LIMIT;

export function Composer({ view }: { view: BoardView }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const areas = areasFirst(view);
  const area = areas.includes(writingTo.value) ? writingTo.value : (areas[0] ?? "");
  useEffect(() => {
    if (writingTo.peek() !== area) writingTo.value = area;
  }, [area]);
  const wanted = phaseNow(view.board)?.areas?.join() ?? "";
  useEffect(() => {
    const isElsewhere = wanted !== "" && !wanted.split(",").includes(writingTo.peek());
    if (isElsewhere) writingTo.value = areas[0] ?? "";
  }, [wanted, view.board.phase.id]);
  useEffect(() => whileWriting({ isBegun: isWritten, finish: () => addNote(area) }), [area]);
  const isTooLong = countGraphemes(text.value.trim()) > textLimit();
  const add = (): void => {
    if (text.value.trim() === "" || isTooLong) return field.current?.focus();
    addNote(area);
    field.current?.focus();
  };
  return (
    <form
      class="composer"
      aria-label={t("composer.name")}
      style={colorOf(area)}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Chips view={view} area={area} />
      <Alike area={area} view={view} />
      <div class="write">
        <div class="sheet-of-paper">
          <textarea
            ref={field}
            id="composer-text"
            rows={1}
            dir="auto"
            aria-label={t("composer.to", { area: areaName(area) })}
            aria-describedby="composer-left"
            aria-invalid={isTooLong ? "true" : undefined}
            placeholder={t("composer.to", { area: areaName(area) })}
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              ops.tellWriting(area);
            }}
            onBlur={() => ops.tellIdle()}
            onKeyDown={(event) => {
              const isPlain = event.key === "Enter" && !event.shiftKey && !event.isComposing;
              if (!isPlain) return;
              event.preventDefault();
              add();
            }}
          />
          <Left text={text.value} id="composer-left" />
        </div>
        <button type="submit" class="button" disabled={isTooLong}>
          {t("composer.add")}
        </button>
      </div>
    </form>
  );
}

/** How many characters are left, as a reader counts them. */
export function Left({ text: written, id }: { text: string; id?: string }) {
  const left = textLimit() - countGraphemes(written.trim());
  return (
    <span class={left < 0 ? "left over" : "left"} {...(id ? { id } : {})}>
      <span aria-hidden="true">{left}</span>
      <span class="unseen">
        {left < 0 ? t("composer.over", { count: -left }) : t("composer.left", { count: left })}
      </span>
      <span class="unseen" role="status">
        {left < SHOWN_BELOW && left % 20 === 0 ? t("composer.left", { count: left }) : ""}
      </span>
    </span>
  );
}

/** Says that a note on the board reads nearly the same. It only says so: adding goes on. */
function Alike({ area, view }: { area: string; view: BoardView }) {
  const shown = session.areas.value.get(area)?.filter((note) => !note.isHidden && !note.isNew);
  const found = nearest(text.value, shown ?? []);
  return (
    <div class="alike" role="status">
      {found && (
        <>
          <span>
            {t("composer.alike")} <q dir="auto">{found.text}</q>{" "}
            <CityBadge cities={view.board.cities} city={found.city} />
          </span>
          <button type="button" class="button bare small" onClick={() => goToNote(found.id)}>
            {t("composer.alike_show")}
          </button>
        </>
      )}
    </div>
  );
}

function goToNote(id: string): void {
  const note = document.querySelector<HTMLElement>(`main [data-note="${id}"]`);
  note?.scrollIntoView({ block: "center" });
  note?.focus();
}

function Chips({ view, area }: { view: BoardView; area: string }) {
  const facets = areaOf(area)?.facets ?? [];
  const asked = session.canvas.value?.who ?? [];
  return (
    <div class="chips">
      <Choice
        legend={t("composer.area")}
        name="composer-area"
        class="areas"
        chosen={[area]}
        onChoose={(id) => {
          writingTo.value = id;
          facet.value = "";
        }}
        options={areasFirst(view).map((id) => ({
          value: id,
          words: areaName(id),
          style: colorOf(id),
          class: "of-area",
        }))}
      />
      {facets.length > 0 && (
        <Choice
          legend={t("composer.facet")}
          name="composer-facet"
          class="facets"
          isMany
          chosen={[facet.value]}
          onChoose={(id) => (facet.value = facet.value === id ? "" : id)}
          options={facets.map((one) => ({ value: one.id, words: inLanguage(one.label) }))}
        />
      )}
      {asked.length > 0 && (
        <Choice
          legend={t("composer.who")}
          name="composer-who"
          class="who-chips"
          isMany
          chosen={who.value}
          onChoose={(value) => toggleWho(asked.find((one) => one.id === value)?.id)}
          options={asked.map((one) => ({ value: one.id, words: inLanguage(one.label) }))}
        />
      )}
      <Behalf view={view} />
      <TypedBy view={view} />
    </div>
  );
}

/** What the phase is about comes first; the others stay in reach. */
function areasFirst({ board }: BoardView): readonly string[] {
  const first = phaseNow(board)?.areas ?? [];
  return [...first, ...board.areas.filter((id) => !first.includes(id))];
}

/** Leads and facilitators also write for people without a device. */
function Behalf({ view }: { view: BoardView }) {
  const { rights, board } = view;
  if (rights.mayWriteFor !== "all") return null; // a lead's notes count for the own city already
  return (
    <label class="row behalf-of">
      <span class="hint">{t("composer.behalf")}</span>
      <select
        class="input behalf"
        value={behalf.value}
        onChange={(event) => (behalf.value = event.currentTarget.value)}
      >
        <option value="">{t("composer.behalf_none")}</option>
        {board.cities.map((city) => (
          <option key={city.id} value={city.id}>
            {city.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** At the one device of a room many write: who typed may be said. */
function TypedBy({ view }: { view: BoardView }) {
  if (session.hub.value === null || !view.board.settings.show_authors) return null;
  return (
    <label class="row behalf-of">
      <span class="hint">{t("tally.typed_by")}</span>
      <input
        class="input behalf"
        value={typedBy.value}
        maxLength={80}
        placeholder={t("tally.typed_by_hint")}
        onInput={(event) => (typedBy.value = event.currentTarget.value)}
      />
    </label>
  );
}

function toggleWho(one: Who | undefined): void {
  if (one === undefined) return;
  const rest = who.value.filter((known) => known !== one);
  who.value = rest.length === who.value.length ? [...rest, one] : rest;
}

/** Whether there is a text that fits on a note. */
function isWritten(): boolean {
  const written = text.peek().trim();
  return written !== "" && countGraphemes(written) <= textLimit();
}

function addNote(area: string): void {
  const { type: _type, ...fields } = written(area);
  void ops.addNote(fields);
  empty();
  announce(t("composer.added", { area: areaName(area) }));
}

function written(area: string): OpOf<"note.add"> {
  const known = areaOf(area)?.facets.some((one) => one.id === facet.peek()) ?? false;
  const isNamed = session.hub.peek() !== null && session.board.peek()?.settings.show_authors;
  const typed = isNamed ? typedBy.peek().trim() : "";
  return {
    type: "note.add",
    area,
    text: text.peek().trim(),
    ...(known ? { facet: facet.peek() } : {}),
    ...(who.peek().length > 0 ? { who: who.peek() } : {}),
    ...(behalf.peek() === "" ? {} : { on_behalf_of: behalf.peek() }),
    ...(typed === "" ? {} : { typed_by: typed }),
  };
}

function empty(): void {
  text.value = "";
  facet.value = "";
  who.value = [];
}

/** Keeps what was being written when notes rest now: it stays with its author, over a reload too. */
export function keepForLater(): void {
  if (text.peek().trim() === "") return;
  session.setAside(written(writingTo.peek()), { code: "phase.over", message: "" });
  empty();
}

/** Puts the cursor where notes are written. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>("#composer-text")?.focus();
}
