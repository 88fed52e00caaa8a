/** What the cities agree on: the common core, the open reservations, and the freeze. */

import { ops } from "../ops";
import type { Draft } from "../protocol";
import { formatDate, t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import type { BoardView } from "./board-view";
import { CityBadge } from "./cities";
import { Signed } from "./draft-sign";

interface AgreementProps {
  readonly draft: Draft;
  readonly view: BoardView;
}

export function Agreement({ draft, view }: AgreementProps) {
  const { agreement } = draft;
  const titles = new Map(draft.sections.map((section) => [section.id, section.title]));
  const named = (ids: readonly string[]): string =>
    ids.map((id) => titles.get(id) ?? id).join(", ");
  return (
    <section class="draft-section" aria-labelledby="draft-agreement">
      <h3 id="draft-agreement">{t("agreement.title")}</h3>
      <dl class="slots">
        <div class={agreement.common_core.length === 0 ? "missing" : ""}>
          <dt>{t("agreement.core")}</dt>
          <dd>{named(agreement.common_core) || t("agreement.core_none")}</dd>
        </div>
        {agreement.reservations.length > 0 && (
          <div class="missing">
            <dt>{t("agreement.reservations")}</dt>
            <dd>
              <ul class="stack">
                {agreement.reservations.map((one) => (
                  <li key={`${one.section} ${one.city}`} class="row">
                    <CityBadge cities={view.board.cities} city={one.city} />
                    <span>{titles.get(one.section)}:</span>
                    <Signed signature={one} />
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        {agreement.annexes.length > 0 && (
          <div>
            <dt>{t("agreement.annexes")}</dt>
            <dd>{annexesOf(draft, view)}</dd>
          </div>
        )}
      </dl>
      <SignatureTable draft={draft} view={view} />
      <Freeze draft={draft} view={view} />
    </section>
  );
}

/** Returns whose annexes there are; each has the same title but for its city. */
function annexesOf(draft: Draft, view: BoardView): string {
  const owners = draft.sections.map((section) => section.city);
  return view.board.cities
    .filter((city) => owners.includes(city.id))
    .map((city) => city.name)
    .join(", ");
}

function SignatureTable({ draft, view }: AgreementProps) {
  const { cities } = view.board;
  const shared = draft.sections.filter((section) => section.city === undefined);
  return (
    <details>
      <summary>{t("sign.table")}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("sign.table")}>
        <table class="signatures">
          <thead>
            <tr>
              <th scope="col">{t("sign.section")}</th>
              {cities.map((city) => (
                <th key={city.id} scope="col">
                  {city.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shared.map((section) => (
              <tr key={section.id}>
                <th scope="row">{section.title}</th>
                {cities.map((city) => (
                  <td key={city.id}>
                    <Signed signature={section.signatures[city.id]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Freeze({ draft, view }: AgreementProps) {
  const { frozen } = draft;
  const { mayDraft, mayUnfreeze } = view.rights;
  return (
    <>
      {frozen && (
        <div class="say checksum">
          <p>
            <strong>{t("agreement.agreed", { date: formatDate(frozen.at) })}</strong>
          </p>
          <p class="hint">
            {t("agreement.seq", { seq: frozen.seq })}
            {frozen.log_head !== undefined && (
              <>
                {" · "}
                {t("agreement.head")} <code>{frozen.log_head}</code>
              </>
            )}
          </p>
          <p class="hint">
            {t("draft.checksum")} <code>{draft.checksum}</code>
          </p>
        </div>
      )}
      {mayDraft && !frozen && (
        <div class="row no-print">
          <AskFirst
            class="button"
            label={t("agreement.freeze")}
            question={t("agreement.freeze_sure")}
            explained={<p>{t("agreement.freeze_words")}</p>}
            yes={t("agreement.freeze")}
            run={() => void orSay(ops.freezeDraft())}
          />
        </div>
      )}
      {mayUnfreeze && (
        <div class="row no-print">
          <AskFirst
            label={t("agreement.unfreeze")}
            question={t("agreement.unfreeze_sure")}
            explained={<p>{t("agreement.unfreeze_words")}</p>}
            yes={t("agreement.unfreeze")}
            run={() => void orSay(ops.unfreezeDraft())}
          />
        </div>
      )}
    </>
  );
}
