/** Holds small parts every page uses: a field, a choice, a message, a dialog, a copy button. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

import { ApiError } from "../api";
import type { WireError } from "../protocol";
import { errorWords, t } from "../words";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
  readonly control: (attributes: {
    id: string;
    "aria-describedby"?: string;
    "aria-invalid"?: "true";
  }) => JSX.Element;
}

/** A labelled field; hint and fault are tied to it for screen readers. */
export function Field({ label, hint, wrong, control }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {control({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(wrong ? { "aria-invalid": "true" } : {}),
      })}
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  );
}

export interface Option {
  readonly value: string;
  readonly words: ComponentChildren;
  readonly style?: Record<string, string>;
  readonly class?: string;
}

interface ChoiceProps {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChoose: (value: string) => void;
  /** several may be chosen, and choosing again takes away */
  readonly isMany?: boolean;
  readonly class?: string;
}

/** One-tap chips over native radio buttons or check boxes. */
export function Choice(props: ChoiceProps) {
  const { legend, name, options, chosen, onChoose, isMany = false } = props;
  return (
    <fieldset class={props.class ?? "choices"}>
      <legend class="label">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class={`choice ${option.class ?? ""}`} style={option.style}>
          <input
            type={isMany ? "checkbox" : "radio"}
            name={name}
            value={option.value}
            checked={chosen.includes(option.value)}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.words}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** What went wrong and what to do, as an alert. */
export function Fault({ error }: { error: WireError | null }) {
  return (
    <div role="alert" class="fault">
      {error && (
        <div class="say bad">
          <p>{errorWords(error)}</p>
        </div>
      )}
    </div>
  );
}

/** Returns the refusal in what a promise threw; our own faults go on their way. */
export function refusalIn(thrown: unknown): WireError {
  if (thrown instanceof ApiError) return thrown.error;
  throw thrown;
}

const FIRST_CONTROL = ["input", "textarea", "select", "button:not(:disabled)"]
  .map((control) => `.dialog-body ${control}`)
  .join();

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly isWide?: boolean;
}

/** A modal dialog: the browser keeps the focus inside and gives it back at the end. */
export function Dialog({ title, onClose, children, isWide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>(FIRST_CONTROL)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button
          type="button"
          class="button bare icon"
          aria-label={t("common.close")}
          onClick={() => dialog.current?.close()}
        >
          ✕
        </button>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

/** Copies a text. On plain http there is no clipboard of the new kind: then by selecting. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 4000);
  };
  return (
    <button type="button" class="button quiet small" onClick={() => void copy()}>
      {isCopied ? `✓ ${t("common.copied")}` : label}
      <span class="unseen" role="status">
        {isCopied ? t("common.copied") : ""}
      </span>
    </button>
  );
}

/** Puts a text into the clipboard; returns whether it is there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

function copyBySelecting(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "unseen";
  const before = document.activeElement;
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return isDone;
}
