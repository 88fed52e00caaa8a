/** Reads in the language of the seat, and offers those its workshop speaks. */

import { useEffect } from "preact/hooks";

import { session } from "../session";
import { readAsSeat, spokenHere } from "../words";

export function useSeatLanguage(): void {
  const seat = session.kept.value?.seat.id ?? null;
  const languages = session.board.value?.languages;
  const canvas = session.canvas.value?.languages;
  useEffect(() => void readAsSeat(seat), [seat]);
  useEffect(() => {
    spokenHere.value = [...(languages ?? []), ...(canvas ?? [])];
  }, [languages?.join(), canvas?.join()]);
}
