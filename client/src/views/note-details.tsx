/** More about one note: who owns it, who pays, how it is noticed. Nothing of it is ever required. */

import { useState } from "preact/hooks";

import type { ShownNote } from "../drawn";
import { ops } from "../ops";
import type { Area, Details, WireError } from "../protocol";
import { session } from "../session";
import { inLanguage, t } from "../words";
import type { BoardView } from "./board-view";
import { Choice, Dialog, Fault, Field, type Option } from "./parts";
import { raced } from "./raced";
import { areaOf } from "./scene";

type Text = "owner" | "indicator" | "supplier";
type Chosen = "funding" | "cost_behaviour";
type Listed = "pays" | "tags" | "services";
type Name = Text | Chosen | Listed;
/** What is in the fields: a text, the chosen value or "", the ticked ones. */
type Said = Readonly<Record<Text | Chosen, string> & Record<Listed, readonly string[]>>;

const LONGEST: Readonly<Record<Text, number>> = { owner: 80, indicator: 140, supplier: 80 };
const VALUES: Readonly<Record<Chosen, readonly string[]>> = {
  funding: ["base_budget", "fee", "grant", "saving"],
  cost_behaviour: ["flat", "slower", "same_pace"],
};
const NAMES: readonly Name[] = [
  "owner",
  "indicator",
  "pays",
  "funding",
  "supplier",
  "cost_behaviour",
  "services",
  "tags",
];

interface DetailsProps {
  readonly note: ShownNote;
  readonly view: BoardView;
  readonly onClose: () => void;
}

export function NoteDetails({ note, view, onClose }: DetailsProps) {
  return (
    <Dialog title={t("details.title")} onClose={onClose}>
      <p class="quoted" dir="auto">
        {note.erased ? t("note.erased") : note.text}
      </p>
      {view.rights.mayEdit(note) ? (
        <DetailsForm note={note} onClose={onClose} />
      ) : (
        <DetailsList said={saidOf(note)} />
      )}
    </Dialog>
  );
}

function DetailsForm({ note, onClose }: { note: ShownNote; onClose: () => void }) {
  const [before] = useState(() => saidOf(note));
  const [said, setSaid] = useState(before);
  const [fault, setFault] = useState<WireError | null>(null);
  const names = NAMES.filter((name) => isAsked(name, areaOf(note.area)) || before[name].length > 0);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const changed = changedIn(before, said);
    if (Object.keys(changed).length === 0) return onClose();
    const answer = await raced(ops.describeNote({ note_id: note.id, ...changed }));
    if (answer === null || answer.ok) return onClose();
    setFault(answer.error);
  };
  return (
    <form class="stack" onSubmit={(event) => void save(event)}>
      <p class="hint">{t("details.hint")}</p>
      {names.map((name) => (
        <DetailField
          key={name}
          name={name}
          said={said}
          onSay={(value) => setSaid({ ...said, [name]: value })}
        />
      ))}
      <Fault error={fault} />
      <div class="dialog-end">
        <button type="button" class="button quiet" onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="submit" class="button">
          {t("common.save")}
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly name: Name;
  readonly said: Said;
  readonly onSay: (value: string | readonly string[]) => void;
}

function DetailField({ name, said, onSay }: FieldProps) {
  switch (name) {
    case "owner":
    case "indicator":
    case "supplier":
      return (
        <Field
          label={t(`details.${name}`)}
          control={(attributes) => (
            <input
              {...attributes}
              class="input"
              value={said[name]}
              maxLength={LONGEST[name]}
              onInput={(event) => onSay(event.currentTarget.value)}
            />
          )}
        />
      );
    case "funding":
    case "cost_behaviour":
      return (
        <Choice
          legend={t(`details.${name}`)}
          name={`details-${name}`}
          chosen={[said[name]]}
          onChoose={onSay}
          options={[{ value: "", words: t("details.not_said") }, ...optionsOf(name)]}
        />
      );
    case "pays":
    case "tags":
    case "services": {
      const options = optionsOf(name);
      if (options.length === 0) return null;
      const chosen = said[name];
      return (
        <Choice
          legend={t(`details.${name}`)}
          name={`details-${name}`}
          isMany
          chosen={chosen}
          onChoose={(value) =>
            onSay(
              chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value],
            )
          }
          options={options}
        />
      );
    }
  }
}

function optionsOf(name: Chosen | Listed): readonly (Option & { readonly words: string })[] {
  switch (name) {
    case "funding":
    case "cost_behaviour":
      return VALUES[name].map((value) => ({ value, words: t(`details.${name}_${value}`) }));
    case "pays":
    case "tags": {
      const known = session.canvas.value?.[name === "pays" ? "who" : "tags"] ?? [];
      return known.map(({ id, label }) => ({ value: id, words: inLanguage(label) || id }));
    }
    case "services":
      return (session.board.value?.services ?? []).map((one) => ({
        value: one.id,
        words: one.erased ? t("services.erased") : one.name,
      }));
  }
}

/** For those who read only: what is said, and nothing else. */
function DetailsList({ said }: { said: Said }) {
  return (
    <dl class="details">
      {NAMES.filter((name) => said[name].length > 0).map((name) => (
        <div key={name}>
          <dt>{t(`details.${name}`)}</dt>
          <dd dir="auto">{wordsOf(name, said)}</dd>
        </div>
      ))}
    </dl>
  );
}

function wordsOf(name: Name, said: Said): string {
  if (name === "owner" || name === "indicator" || name === "supplier") return said[name];
  const values: readonly string[] = [said[name]].flat();
  const options = optionsOf(name);
  return values
    .map((value) => options.find((one) => one.value === value)?.words ?? value)
    .join(", ");
}

/** Whether something makes sense to ask about notes of an area: as the canvas says what it is for.
 *
 * What is gained and what for is paid by somebody and can be noticed; how it is done hangs on
 * suppliers today, and on costs when it grows. A canvas that says nothing of it asks everything. */
function isAsked(name: Name, area: Area | undefined): boolean {
  if (area?.lens === undefined) return true;
  const isHow = area.lens === "how";
  switch (name) {
    case "owner":
    case "tags":
    case "services":
      return true;
    case "pays":
    case "indicator":
    case "funding":
      return !isHow;
    case "supplier":
      return isHow && area.side !== "outcome";
    case "cost_behaviour":
      return isHow && area.side !== "antecedent";
  }
}

function saidOf(note: ShownNote): Said {
  const { owner = "", indicator = "", supplier = "", funding = "", cost_behaviour = "" } = note;
  const { pays = [], tags = [], services = [] } = note;
  return { owner, indicator, supplier, funding, cost_behaviour, pays, tags, services };
}

/** Null and [] take away what was said. */
function changedIn(before: Said, said: Said): Details {
  const names = NAMES.filter((name) => sameFor(said[name]) !== sameFor(before[name]));
  const changed = names.map((name) => {
    const value = said[name];
    return [name, typeof value === "string" ? value.trim() || null : value];
  });
  return Object.fromEntries(changed) as Details; // the names are those of the details
}

const sameFor = (value: string | readonly string[]): string =>
  typeof value === "string" ? value.trim() : [...value].sort().join();
