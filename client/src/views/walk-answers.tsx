/** One-tap answers about a note: how much it matters or how ready the city is, and the stance. */

import { SCORE_OF } from "../coverage";
import { ops } from "../ops";
import type { Direction, Note, Stance } from "../protocol";
import { session } from "../session";
import { t } from "../words";
import { orSay } from "./ask-first";

const LEVELS = [1, 2, 3, 4, 5] as const;
const STANCES: readonly Stance[] = ["agree", "pass", "disagree"];

/** Five buttons; the chosen one takes the answer back. */
export function ScoreButtons({ note, direction }: { note: Note; direction: Direction }) {
  const kind = SCORE_OF[direction];
  const given = session.scores.value.get(`${kind} ${note.id}`) ?? null;
  return (
    <fieldset class="levels">
      <legend class="label">{t(`walk.${kind}`)}</legend>
      <div class="levels-row">
        {LEVELS.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === given}
            aria-label={`${value} ${t(`walk.${kind}_${value}`)}`}
            title={t(`walk.${kind}_${value}`)}
            onClick={() => {
              const fields = { note_id: note.id, kind, value: value === given ? null : value };
              void orSay(ops.setScore(fields));
            }}
          >
            {value}
          </button>
        ))}
      </div>
      <p class="levels-ends" aria-hidden="true">
        <span>{t(`walk.${kind}_1`)}</span>
        <span>{t(`walk.${kind}_5`)}</span>
      </p>
    </fieldset>
  );
}

/** Agree, pass, disagree; the chosen one takes the stance back. */
export function StanceButtons({ note }: { note: Note }) {
  const taken = session.stances.value.get(note.id) ?? null;
  return (
    <fieldset class="levels">
      <legend class="label">{t("walk.stance")}</legend>
      <div class="levels-row">
        {STANCES.map((stance) => (
          <button
            key={stance}
            type="button"
            aria-pressed={stance === taken}
            onClick={() => {
              const fields = { note_id: note.id, stance: stance === taken ? null : stance };
              void orSay(ops.setStance(fields));
            }}
          >
            {t(`walk.stance_${stance}`)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
