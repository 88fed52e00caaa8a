/** What cities have, want and could teach to others: about one note, and matched for all. */

import type { ShownNote } from "../drawn";
import { type Exchange, exchangeOf, OFFERS } from "../exchange";
import { ops } from "../ops";
import type { Board, City } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { noteWords } from "./around";
import { orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge, cityName } from "./cities";
import { Dialog } from "./parts";

interface DialogProps {
  readonly note: ShownNote;
  readonly view: BoardView;
  readonly onClose: () => void;
}

/** Says for the own city, and shows what the others said. */
export function NoteOffers({ note, view, onClose }: DialogProps) {
  const said = exchangeOf([note], view.board.cities)[0];
  return (
    <Dialog title={t("offers.title")} onClose={onClose}>
      <p class="quoted" dir="auto">
        {note.erased ? t("note.erased") : note.text}
      </p>
      {view.rights.mayOffer && <OfferButtons note={note} view={view} />}
      {said === undefined ? (
        <p class="hint">{t("offers.none")}</p>
      ) : (
        <dl class="details">
          {OFFERS.filter((offer) => said.by[offer].length > 0).map((offer) => (
            <div key={offer}>
              <dt>{t(`offers.${offer}`)}</dt>
              <dd>
                <Cities cities={said.by[offer]} board={view.board} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Dialog>
  );
}

/** Have, want, can offer; the chosen one takes it back. */
function OfferButtons({ note, view }: { note: ShownNote; view: BoardView }) {
  const given = session.offers.value.get(note.id) ?? null;
  const city = cityName(view.board.cities, view.seat.city);
  return (
    <fieldset class="levels">
      <legend class="label">{t("offers.for_city", { city })}</legend>
      <div class="levels-row">
        {OFFERS.map((offer) => (
          <button
            key={offer}
            type="button"
            aria-pressed={offer === given}
            title={t(`offers.${offer}_hint`)}
            onClick={() => {
              const wanted = offer === given ? null : offer;
              void orSay(ops.setOffer({ note_id: note.id, offer: wanted }));
            }}
          >
            {t(`offers.we_${offer}`)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Cities({ cities, board }: { cities: readonly City[]; board: Board }) {
  return (
    <ul class="offering">
      {cities.map((city) => (
        <li key={city.id}>
          <CityBadge cities={board.cities} city={city.id} /> {city.name}
        </li>
      ))}
    </ul>
  );
}

/** Who has it, who wants it, who could teach whom: best matches first. */
export function ExchangeTable({ board }: { board: Board }) {
  const notes = session.notes.value.filter((note) => !note.isHidden);
  const found = exchangeOf(notes, board.cities);
  if (found.length === 0) return null;
  return (
    <section class="ranked exchange" aria-labelledby="exchange">
      <h3 id="exchange">{t("offers.exchange")}</h3>
      <p class="hint">{t("offers.exchange_lead")}</p>
      <div class="ranked-scroll" role="group" tabIndex={0} aria-labelledby="exchange">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("results.note")}</th>
              {OFFERS.map((offer) => (
                <th key={offer} scope="col">
                  {t(`offers.${offer}`)}
                </th>
              ))}
              <th scope="col">{t("offers.pairs")}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <ExchangeLine key={one.noteId} exchange={one} board={board} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ExchangeLine({ exchange, board }: { exchange: Exchange; board: Board }) {
  return (
    <tr>
      <th scope="row" dir="auto">
        {noteWords(exchange.noteId)}
      </th>
      {OFFERS.map((offer) => (
        <td key={offer} {...labelled(exchange.by[offer].length, t(`offers.${offer}`))}>
          {exchange.by[offer].map((city) => (
            <CityBadge key={city.id} cities={board.cities} city={city.id} />
          ))}
        </td>
      ))}
      <td {...labelled(exchange.pairs.length, t("offers.pairs"))}>
        <ul class="offering">
          {exchange.pairs.map(({ from, to }) => (
            <li key={`${from.id} ${to.id}`}>
              {t("offers.pair", { from: from.name, to: to.name })}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

/** On a phone a cell says what it holds, if it holds anything. */
const labelled = (count: number, label: string) => (count > 0 ? { "data-label": label } : {});
