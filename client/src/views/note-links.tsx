/** The links of one note: read them, take one away, draw one to a note of any area. */

import { useState } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import type { Link, LinkKind } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { linksAt, noteWords } from "./around";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { LINK_KINDS } from "./linking";
import { Choice, Dialog } from "./parts";
import { areaName, colorOf, linking } from "./scene";

interface NoteLinksProps {
  readonly note: ShownNote;
  readonly view: BoardView;
  readonly onClose: () => void;
}

export function NoteLinks({ note, view, onClose }: NoteLinksProps) {
  const links = linksAt.value.get(note.id) ?? [];
  return (
    <Dialog title={t("linking.title")} onClose={onClose}>
      <p class="quoted" dir="auto">
        {note.erased ? t("note.erased") : note.text}
      </p>
      {links.length > 0 && (
        <ul class="links-of-note">
          {links.map((link) => (
            <LinkLine key={link.id} link={link} note={note} view={view} />
          ))}
        </ul>
      )}
      {links.length === 0 && !view.rights.mayLink(note) && <p class="hint">{t("linking.none")}</p>}
      {view.rights.mayLink(note) && <DrawLink note={note} view={view} onClose={onClose} />}
    </Dialog>
  );
}

interface LineProps {
  readonly link: Link;
  readonly note: ShownNote;
  readonly view: BoardView;
}

function LinkLine({ link, note, view }: LineProps) {
  const isOut = link.from === note.id;
  const other = isOut ? link.to : link.from;
  const words = t(`linking.${isOut ? "out" : "in"}_${link.kind}`);
  const text = noteWords(other);
  const area = session.notes.value.find((one) => one.id === other)?.area ?? "";
  return (
    <li style={colorOf(area)}>
      <span>
        <small>
          {words} <span class="soft">({areaName(area)})</span>
        </small>
        <span dir="auto">{text}</span>
      </span>
      {view.rights.mayLink(note) && mayErase(link, view) && (
        <button
          type="button"
          class="button quiet icon"
          aria-label={t("linking.erase", { text: t("linking.line", { kind: words, text }) })}
          onClick={() => void orSay(ops.eraseLink({ link_id: link.id }))}
        >
          ✕
        </button>
      )}
    </li>
  );
}

/** Who drew it, the lead of that city, the facilitator. */
function mayErase(link: Link, { rights, seat }: BoardView): boolean {
  const isOwn = session.you.value?.links.includes(link.id) === true;
  const isLed = seat.role === "city_lead" && link.city !== undefined && link.city === seat.city;
  return rights.isFacilitator || isOwn || isLed;
}

/** First what the link says, then where it goes: a note of a list, or one on the board. */
function DrawLink({ note, view, onClose }: NoteLinksProps) {
  const { areas } = view.board;
  const [kind, setKind] = useState<LinkKind>("leads_to");
  const [area, setArea] = useState(areas[(areas.indexOf(note.area) + 1) % areas.length] ?? "");
  const drawn = new Map(
    (linksAt.value.get(note.id) ?? [])
      .filter((one) => one.from === note.id && one.kind === kind)
      .map((one) => [one.to, one]),
  );
  const press = (to: string): void => {
    const link = drawn.get(to);
    if (link === undefined) void orSay(ops.drawLink({ from: note.id, to, kind }));
    else void orSay(ops.eraseLink({ link_id: link.id }));
  };
  const candidates = (session.areas.value.get(area) ?? []).filter(
    (one) => one.id !== note.id && view.rights.mayLink(one),
  );
  return (
    <>
      <Choice
        legend={t("linking.kind")}
        name="link-kind"
        chosen={[kind]}
        onChoose={(value) => setKind(LINK_KINDS.find((one) => one === value) ?? kind)}
        options={LINK_KINDS.map((one) => ({ value: one, words: t(`linking.out_${one}`) }))}
      />
      <Choice
        legend={t("linking.area")}
        name="link-area"
        chosen={[area]}
        onChoose={setArea}
        options={areas.map((id) => ({
          value: id,
          words: areaName(id),
          style: colorOf(id),
          class: "of-area",
        }))}
      />
      {candidates.length === 0 && <p class="hint">{t("linking.empty")}</p>}
      <ul class="candidates" style={colorOf(area)} aria-label={areaName(area)}>
        {candidates.map((one) => (
          <li key={one.id}>
            <button type="button" aria-pressed={drawn.has(one.id)} onClick={() => press(one.id)}>
              <span aria-hidden="true">{drawn.has(one.id) ? "✓" : "+"}</span>
              <span dir="auto">{one.text}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="dialog-end">
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            onClose();
            linking.value = { from: note.id, kind };
          }}
        >
          {t("linking.on_board")}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t("linking.done")}
        </button>
      </div>
    </>
  );
}
