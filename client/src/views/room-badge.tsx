/** Says that a note speaks for a room, and who typed it there. */

import type { ShownNote } from "../drawn";
import type { City } from "../protocol";
import { t } from "../words";

export function RoomBadge({ note, cities }: { note: ShownNote; cities: readonly City[] }) {
  if (note.room !== true) return null;
  const city = cities.find((one) => one.id === note.city)?.name;
  const room = city === undefined ? t("rooms.none") : t("rooms.note", { city });
  const typed = note.typed_by === undefined ? "" : t("rooms.typed_by", { name: note.typed_by });
  const words = [room, typed].filter(Boolean).join(", ");
  return (
    <span class="tags room" title={words}>
      {words}
    </span>
  );
}
