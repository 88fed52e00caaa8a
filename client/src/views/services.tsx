/** The services of the workshop: everybody scores them, the facilitator says what is known. */

import type { Service } from "../protocol";
import { address } from "../router";
import { session } from "../session";
import { t } from "../words";
import type { BoardView } from "./board-view";
import { areServicesScored } from "./rights";
import { ServiceConditions } from "./service-conditions";
import { ServiceScores } from "./service-scores";
import { ServiceWeights } from "./service-weights";

export const serviceName = (service: Service | undefined): string =>
  service === undefined || service.erased === true ? t("services.erased") : service.name;

export function ServicesPage({ view, workshopId }: { view: BoardView; workshopId: string }) {
  const criteria = session.canvas.value?.criteria ?? [];
  const services = view.board.services ?? [];
  const mayScore = view.rights.mayScoreServices;
  return (
    <main class="services-page" tabIndex={-1}>
      <div class="page">
        <div class="stack">
          <h2>{t("score.title")}</h2>
          <p class="soft">{t("score.lead")}</p>
          <p class={mayScore ? "hint" : "say"}>{t(`score.${situation(view)}`)}</p>
        </div>
        {services.length === 0 && <p class="soft">{t("score.none")}</p>}
        {services.map((service) => (
          <section key={service.id} class="service" aria-labelledby={`service-${service.id}`}>
            <header class="row">
              <h3 id={`service-${service.id}`} dir="auto">
                {serviceName(service)}
              </h3>
              <span class="chip">{t(`services.${service.state}`)}</span>
            </header>
            <ServiceConditions service={service} view={view} />
            {mayScore && <ServiceScores service={service} criteria={criteria} />}
          </section>
        ))}
        {mayScore && services.length > 0 && <ServiceWeights criteria={criteria} />}
        <p>
          <a class="button quiet" href={address({ page: "results", workshopId })}>
            {t("score.to_results")}
          </a>
        </p>
      </div>
    </main>
  );
}

/** Says in one word why somebody may score now, or may not. */
function situation({ board, seat, rights }: BoardView): string {
  if (rights.mayScoreServices) return "now";
  if (board.closed_at !== undefined) return "closed";
  if (seat.role === "facilitator") return "facilitator";
  if (seat.role === "observer") return "observer";
  if (board.phase.locked && areServicesScored(board)) return "locked";
  return "later";
}
