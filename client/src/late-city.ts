/** A city that comes in while the workshop runs. Twin of the server's `apply_city_added`. */

import { nothingIn, totalsOf, withTotals } from "./totals";
import type { Board, ChangeOf, PerCity } from "./protocol";

/** A city that joins late has 0 dots wherever dots of cities stand. */
export function addCity(board: Board, { city }: ChangeOf<"city.added">): Board {
  const withCity = (counts: PerCity): PerCity => ({ ...counts, [city.id]: 0 });
  const notes = board.notes.map((note) =>
    note.hidden === true || note.dots === undefined ? note : { ...note, dots: withCity(note.dots) },
  );
  const themes = board.themes.map((theme) =>
    theme.dots === undefined ? theme : { ...theme, dots: withCity(theme.dots) },
  );
  const ballots = board.ballots.map((before) => {
    const ballot = { ...before, turnout: withCity(before.turnout) };
    const totals = totalsOf(ballot);
    const none = nothingIn(ballot);
    if (totals === undefined) return ballot;
    return withTotals(
      ballot,
      mapValues(totals, (of) => ({ ...of, [city.id]: none })),
    );
  });
  return { ...board, cities: [...board.cities, city], notes, themes, ballots };
}

function mapValues<Value>(
  all: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(value)]));
}
