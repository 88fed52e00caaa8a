/** The menu of one note: everything that can be done with it, without dragging. */

import { useEffect, useRef } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import { session } from "../session";
import { t } from "../words";
import { commentsAt, hasDetails, linksAt, openComments } from "./around";
import { orSay } from "./ask-first";
import { type BoardView, noteWith } from "./board-view";
import { moveNote } from "./drag";
import { mayPick, picked, togglePicked } from "./picking";
import { menuOf, opened, toast } from "./scene";
import { themeTitle } from "./theme";

const MARGIN = 8; // px kept free at the edges of the window

export function NoteMenu({ view }: { view: BoardView }) {
  const menu = useRef<HTMLDivElement>(null);
  const open = menuOf.value;
  const note = open === null ? undefined : noteWith(open.note);
  useEffect(() => {
    if (menu.current === null || open === null) return;
    menu.current.showPopover();
    placeAt(menu.current, open.at);
    menu.current.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [open]);
  if (open === null || note === undefined) return null;
  return (
    <div
      ref={menu}
      class="menu"
      popover="auto"
      role="menu"
      aria-label={t("note.actions", { text: (note.text ?? t("note.hidden")).slice(0, 40) })}
      onKeyDown={(event) => moveInMenu(event, menu.current)}
      onToggle={(event) => {
        if (event.newState === "closed") closeMenu(open.note);
      }}
    >
      {itemsFor(note, view).map((item) => (
        <button
          key={item.words}
          type="button"
          role="menuitem"
          class={item.isGrave ? "item grave" : "item"}
          tabIndex={-1}
          onClick={() => {
            closeMenu(open.note);
            item.run();
          }}
        >
          {item.words}
          {item.key && <kbd aria-hidden="true">{item.key}</kbd>}
        </button>
      ))}
    </div>
  );
}

interface Item {
  readonly words: string;
  readonly run: () => void;
  readonly key?: string;
  readonly isGrave?: boolean;
}

function itemsFor(note: ShownNote, view: BoardView): readonly Item[] {
  const { rights } = view;
  const items: Item[] = [];
  if (rights.mayEdit(note)) {
    items.push({
      words: t("note.edit"),
      key: "E",
      run: () => (opened.value = { kind: "edit", note: note.id }),
    });
  }
  items.push(...talkingItems(note, view));
  if (rights.mayMove(note)) items.push(...movingItems(note));
  if (rights.mayMerge && !note.isHidden) {
    items.push({
      words: t("note.merge"),
      run: () => (opened.value = { kind: "merge", note: note.id }),
    });
  }
  if (mayPick(view, note)) {
    const isPicked = picked.value.includes(note.id);
    items.push({
      words: t(isPicked ? "picking.unpick" : "picking.pick"),
      key: "X",
      run: () => togglePicked(note),
    });
  }
  if (rights.mayMerge && !note.isHidden) items.push(...groupingItems(note, view));
  if (!note.isHidden && note.isSaved) {
    items.push({
      words: t("used.note"),
      run: () => (opened.value = { kind: "where", note: note.id }),
    });
  }
  if (rights.isFacilitator && note.isSaved && !note.isHidden) items.push(presentItem(note, view));
  if (rights.mayRemove(note)) {
    items.push({
      words: t("note.remove"),
      key: t("keys.delete"),
      isGrave: true,
      run: () => removeNote(note),
    });
  }
  if (rights.mayErase(note)) {
    items.push({
      words: t("note.erase"),
      isGrave: true,
      run: () => (opened.value = { kind: "erase", note: note.id }),
    });
  }
  return items;
}

/** What is said around a note; also for those who only read it. */
function talkingItems(note: ShownNote, view: BoardView): readonly Item[] {
  const items: Item[] = [];
  const comments = openComments(note.id);
  if (view.rights.mayComment(note) || commentsAt.value.has(note.id)) {
    items.push({
      words: t("note.comments", { count: comments }),
      run: () => (opened.value = { kind: "comments", note: note.id }),
    });
  }
  const links = linksAt.value.get(note.id)?.length ?? 0;
  if (view.rights.mayLink(note) || links > 0) {
    items.push({
      words: t(links === 0 || view.rights.mayLink(note) ? "note.link" : "note.links", {
        count: links,
      }),
      run: () => (opened.value = { kind: "links", note: note.id }),
    });
  }
  if (!note.isHidden && note.isSaved && (view.rights.mayOffer || note.offers !== undefined)) {
    items.push({
      words: t("note.offers"),
      run: () => (opened.value = { kind: "offers", note: note.id }),
    });
  }
  if (view.rights.mayWrite && note.isSaved && note.text !== null && !note.erased) {
    items.push({
      words: t("translate.open"),
      run: () => (opened.value = { kind: "translate", note: note.id }),
    });
  }
  if (view.rights.mayEdit(note) || hasDetails(note)) {
    items.push({
      words: t("note.details"),
      run: () => (opened.value = { kind: "details", note: note.id }),
    });
  }
  return items;
}

function presentItem(note: ShownNote, view: BoardView): Item {
  const isOn = view.board.spotlight === note.id;
  return {
    words: t(isOn ? "spotlight.end" : "spotlight.set"),
    run: () => void orSay(ops.setSpotlight({ note_id: isOn ? null : note.id })),
  };
}

function groupingItems(note: ShownNote, view: BoardView): readonly Item[] {
  const theme = view.board.themes.find((one) => one.notes.includes(note.id));
  if (theme === undefined) {
    const run = () => (opened.value = { kind: "group", note: note.id });
    return [{ words: t("note.group"), run }];
  }
  const words = t("note.ungroup", { title: themeTitle(theme) });
  return [
    { words, run: () => void orSay(ops.emptyTheme({ theme_id: theme.id, notes: [note.id] })) },
  ];
}

function movingItems(note: ShownNote): readonly Item[] {
  const list = session.areas.peek().get(note.area) ?? [];
  const at = list.findIndex((one) => one.id === note.id);
  const items: Item[] = [
    {
      words: t("note.move"),
      key: "M",
      run: () => (opened.value = { kind: "move", note: note.id }),
    },
  ];
  const before = list[at - 1];
  if (before) {
    items.push({ words: t("note.earlier"), run: () => moveNote(note.id, note.area, before.id) });
  }
  if (at < list.length - 1) {
    const next = list[at + 2]?.id ?? null;
    items.push({ words: t("note.later"), run: () => moveNote(note.id, note.area, next) });
  }
  return items;
}

/** Removes a note and offers to bring it back. */
export function removeNote(note: ShownNote): void {
  const next = document.querySelector(`[data-note="${note.id}"]`);
  const after = next?.nextElementSibling ?? next?.previousElementSibling;
  void ops.removeNote({ note_id: note.id });
  toast(t("note.removed"), {
    words: t("common.undo"),
    run: () => void ops.restoreNote({ note_id: note.id }),
  });
  if (after instanceof HTMLElement) after.focus();
}

/** Opens the menu of a note that has the focus. */
export function openMenuAt(element: Element): void {
  const note = element.getAttribute("data-note");
  if (note === null || element.querySelector(".more") === null) return;
  menuOf.value = { note, at: element.getBoundingClientRect() };
}

function closeMenu(note: string): void {
  if (menuOf.value === null) return;
  menuOf.value = null;
  document.querySelector<HTMLElement>(`[data-note="${note}"]`)?.focus();
}

function moveInMenu(event: KeyboardEvent, menu: HTMLElement | null): void {
  event.stopPropagation(); // the keys of the board rest while the menu is open
  const items = [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Tab") event.preventDefault();
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}

function placeAt(menu: HTMLElement, at: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(at.right - width, MARGIN), innerWidth - width - MARGIN);
  const isBelow = at.bottom + height + MARGIN < innerHeight;
  const top = isBelow ? at.bottom + 2 : Math.max(at.top - height - 2, MARGIN);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
