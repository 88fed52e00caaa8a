/** The rows where a maker names the cities of a workshop. */

import { useEffect, useRef } from "preact/hooks";

import type { MakeWorkshop } from "../protocol";
import { t } from "../words";
import { lettersFor, lookOf } from "./cities";
import { Field } from "./parts";

const COUNTRY = /^[A-Z]{2}$/;

export interface CityRow {
  readonly name: string;
  /** "" = by themselves */
  readonly letters: string;
  /** two letters, "" = not said */
  readonly country: string;
}

export const NO_CITY: CityRow = { name: "", letters: "", country: "" };

interface RowsProps {
  readonly rows: readonly CityRow[];
  readonly onChange: (rows: readonly CityRow[]) => void;
  readonly isMissing: boolean;
}

/** Returns the rows that name a city, as the server takes them. */
export function filled(rows: readonly CityRow[]): MakeWorkshop["cities"] {
  return rows
    .filter((row) => row.name.trim() !== "")
    .map(({ name, letters, country }) => ({
      name: name.trim(),
      ...(letters.trim() === "" ? {} : { letters: letters.trim() }),
      ...(COUNTRY.test(country) ? { country } : {}),
    }));
}

export function CityRows({ rows, onChange, isMissing }: RowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(rows.length);
  useEffect(() => {
    const isMore = rows.length > before.current;
    before.current = rows.length;
    if (isMore) [...(list.current?.querySelectorAll("input") ?? [])].at(-3)?.focus();
  }, [rows.length]);
  const letters = lettersFor(rows.map((row) => row.name));
  const change = (place: number, some: Partial<CityRow>): void =>
    onChange(rows.map((row, at) => (at === place ? { ...row, ...some } : row)));
  return (
    <section class="sheet">
      <h2>{t("make.cities")}</h2>
      <p class="hint">{t("make.cities_hint")}</p>
      <div class="city-rows" ref={list}>
        {rows.map((row, place) => (
          <Row
            key={place}
            place={place}
            row={row}
            letters={letters[place] ?? ""}
            isMissing={isMissing && place === 0}
            onChange={(some) => change(place, some)}
            onRemove={
              rows.length > 1 ? () => onChange(rows.filter((_, at) => at !== place)) : undefined
            }
          />
        ))}
      </div>
      <div>
        <button type="button" class="button quiet" onClick={() => onChange([...rows, NO_CITY])}>
          + {t("make.add_city")}
        </button>
      </div>
    </section>
  );
}

interface RowProps {
  readonly place: number;
  readonly row: CityRow;
  readonly letters: string;
  readonly isMissing: boolean;
  readonly onChange: (some: Partial<CityRow>) => void;
  readonly onRemove: (() => void) | undefined;
}

function Row({ place, row, letters, isMissing, onChange, onRemove }: RowProps) {
  const look = lookOf(place);
  return (
    <div class="city-row">
      <Field
        label={t("make.city_name", { count: place + 1 })}
        wrong={isMissing ? t("make.city_missing") : undefined}
        control={(attributes) => (
          <input
            {...attributes}
            class="input"
            value={row.name}
            onInput={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      />
      <Field
        label={t("make.letters")}
        control={(attributes) => (
          <div class="row letters-of">
            <span class={`swatch ${look.class}`} style={look.style} aria-hidden="true" />
            <input
              {...attributes}
              class="input"
              value={row.letters}
              placeholder={row.name.trim() === "" ? "" : letters}
              maxLength={2}
              onInput={(event) => onChange({ letters: event.currentTarget.value.toUpperCase() })}
            />
          </div>
        )}
      />
      <Field
        label={t("make.country")}
        control={(attributes) => (
          <input
            {...attributes}
            class="input letters-of"
            value={row.country}
            placeholder={t("make.country_example")}
            maxLength={2}
            onInput={(event) => onChange({ country: event.currentTarget.value.toUpperCase() })}
          />
        )}
      />
      <button
        type="button"
        class="button bare icon"
        aria-label={t("make.remove_city", { name: row.name || String(place + 1) })}
        disabled={onRemove === undefined}
        onClick={onRemove}
      >
        ✕
      </button>
    </div>
  );
}
