/** The files a workshop can be taken away as, each with a word on what it is for. */

import { useId, useRef } from "preact/hooks";

import * as api from "../api";
import type { ExportFormat } from "../protocol";
import { session } from "../session";
import { errorWords, language, t } from "../words";
import { refusalIn } from "./parts";
import { toast } from "./scene";

const FORMATS: readonly ExportFormat[] = [
  "pdf",
  "docx",
  "pptx",
  "xlsx",
  "csv",
  "md",
  "svg",
  "png",
  "json",
  "zip",
];
const WIDEST = 380; // px of the menu, as the style has it
const EDGE = 8; // px kept free at each side

export function ExportMenu({ workshopId }: { workshopId: string }) {
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const open = (): void => {
    const at = button.current?.getBoundingClientRect();
    if (!menu.current || !at) return;
    const left = Math.min(at.left, innerWidth - WIDEST - EDGE);
    menu.current.style.left = `${Math.max(EDGE, left)}px`;
    menu.current.style.top = `${at.bottom + 4}px`;
    menu.current.style.maxHeight = `${innerHeight - at.bottom - 4 - EDGE}px`;
    menu.current.showPopover();
    menu.current.querySelector("button")?.focus();
  };
  const chosen = (act: () => void): void => {
    menu.current?.hidePopover();
    act();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="button bare small"
        aria-haspopup="dialog"
        onClick={open}
      >
        {t("export.export")}
      </button>
      <div
        ref={menu}
        class="menu files"
        popover="auto"
        role="dialog"
        aria-label={t("export.export")}
      >
        {FORMATS.map((format) => (
          <Item
            key={format}
            name={t(`export.${format}`)}
            hint={t(`export.${format}_hint`)}
            onClick={() => chosen(() => void save(workshopId, format))}
          />
        ))}
        <Item
          name={t("export.print")}
          hint={t("export.print_hint")}
          onClick={() => chosen(() => print())}
        />
      </div>
    </>
  );
}

interface ItemProps {
  readonly name: string;
  readonly hint: string;
  readonly onClick: () => void;
}

function Item({ name, hint, onClick }: ItemProps) {
  const id = useId();
  return (
    <button
      type="button"
      class="item"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-hint`}
      onClick={onClick}
    >
      <span>
        <span id={`${id}-name`}>{name}</span>
        <span id={`${id}-hint`} class="hint">
          {hint}
        </span>
      </span>
    </button>
  );
}

async function save(workshopId: string, format: ExportFormat): Promise<void> {
  const token = session.kept.peek()?.token ?? "";
  toast(t("export.making"));
  try {
    api.saveFile(await api.exportFile(workshopId, token, format, language.peek()));
    toast(t("export.done"));
  } catch (thrown) {
    toast(errorWords(refusalIn(thrown)));
  }
}
