/** The pictures of the results, as the documents print them; each opens as a table of its facts. */

import * as api from "../api";
import type { Picture, Weighting } from "../protocol";
import { formatNumber, language, t } from "../words";
import { useAsked } from "./asked";
import { Fault } from "./parts";

interface PicturesProps {
  readonly workshopId: string;
  readonly weighting: Weighting;
}

export function Pictures({ workshopId, weighting }: PicturesProps) {
  const asked = useAsked(
    (token) => api.pictures(workshopId, token, { language: language.value, whatIf: { weighting } }),
    `${language.value} ${weighting}`,
  );
  return (
    <section class="stack" aria-labelledby="pictures">
      <h2 id="pictures">{t("pictures.title")}</h2>
      <p class="soft">{t("pictures.lead")}</p>
      <Fault error={asked.fault} />
      {asked.answer === null && asked.fault === null && (
        <p role="status">{t("pictures.drawing")}</p>
      )}
      {asked.answer?.pictures.map((picture) => (
        <Drawn key={picture.id} picture={picture} />
      ))}
    </section>
  );
}

function Drawn({ picture }: { picture: Picture }) {
  return (
    <figure class="picture">
      <img
        src={addressOf(picture.svg)}
        alt={`${picture.title}. ${picture.description}`}
        width={picture.width}
        height={picture.height}
      />
      <figcaption>
        <details>
          <summary>{t("pictures.as_table", { title: picture.title })}</summary>
          <div class="ranked-scroll">
            <table>
              <thead>
                <tr>
                  {picture.columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {picture.rows.map((row, place) => (
                  <tr key={place}>
                    {row.map((cell, column) => (
                      <td key={column}>{cellText(cell)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </figcaption>
    </figure>
  );
}

/** An image runs no script and reaches nothing outside, whatever it holds. */
function addressOf(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

function cellText(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  return formatNumber(cell, { maximumFractionDigits: 3 });
}
