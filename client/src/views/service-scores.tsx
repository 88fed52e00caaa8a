/** One seat's scores of a service: five buttons a criterion, with what 1, 3 and 5 mean. */

import { ops } from "../ops";
import type { Criterion, Service } from "../protocol";
import { session } from "../session";
import { inLanguage, t } from "../words";
import { orSay } from "./ask-first";

const LEVELS = [1, 2, 3, 4, 5] as const;
const EXPLAINED = [1, 3, 5] as const;

interface ScoresProps {
  readonly service: Service;
  readonly criteria: readonly Criterion[];
}

export function ServiceScores({ service, criteria }: ScoresProps) {
  const given = session.serviceScores.value;
  const scored = criteria.filter((one) => given.has(`${service.id} ${one.id}`)).length;
  return (
    <>
      <p class="hint" role="status">
        {t("score.progress", { scored, of: criteria.length })}
      </p>
      <div class="criteria">
        {criteria.map((criterion) => (
          <ScoreLine
            key={criterion.id}
            service={service}
            criterion={criterion}
            given={given.get(`${service.id} ${criterion.id}`) ?? null}
          />
        ))}
      </div>
    </>
  );
}

interface LineProps {
  readonly service: Service;
  readonly criterion: Criterion;
  readonly given: number | null;
}

/** Five buttons; the chosen one takes the score back. */
function ScoreLine({ service, criterion, given }: LineProps) {
  const definition = inLanguage(criterion.definition);
  const choose = (value: number): void => {
    const fields = { service_id: service.id, criterion: criterion.id };
    void orSay(ops.scoreService({ ...fields, value: value === given ? null : value }));
  };
  return (
    <fieldset class="levels criterion">
      <legend>
        <span class="label">{inLanguage(criterion.label) || criterion.id}</span>
        {definition !== "" && <span class="hint">{definition}</span>}
      </legend>
      <div class="levels-row">
        {LEVELS.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === given}
            aria-label={meaning(criterion, value)}
            title={meaning(criterion, value)}
            onClick={() => choose(value)}
          >
            {value}
          </button>
        ))}
      </div>
      <p class="anchors" aria-hidden="true">
        {EXPLAINED.map((value) => (
          <span key={value}>
            <b>{value}</b> {anchor(criterion, value)}
          </span>
        ))}
      </p>
    </fieldset>
  );
}

const anchor = (criterion: Criterion, value: number): string =>
  inLanguage(criterion.anchors[String(value)]);

/** Returns what a score means; those between two explained ones are said to be there. */
function meaning(criterion: Criterion, value: number): string {
  if (value % 2 === 1) return `${value} ${anchor(criterion, value)}`;
  const [low, high] = [anchor(criterion, value - 1), anchor(criterion, value + 1)];
  return t("score.between", { value, low, high });
}
