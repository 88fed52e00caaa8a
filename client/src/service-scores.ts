/** Lets scores of services happen: the own ones at once, those of all when the phase is left. */

import type { Board, ChangeOf, Service, You } from "./protocol";

/** Keeps the own score; of others' nothing is told. */
export function scoreService(you: You, change: ChangeOf<"service.scored">): You {
  const { service_id, criterion, value } = change;
  const isOwn = change.by === you.seat.id;
  if (!isOwn || service_id === undefined || criterion === undefined) return you;
  const others = you.service_scores.filter(
    (one) => one.service_id !== service_id || one.criterion !== criterion,
  );
  const isTaken = value === null || value === undefined;
  const service_scores = isTaken ? others : [...others, { service_id, criterion, value }];
  return { ...you, service_scores };
}

/** Keeps the own points; of others' nothing is told. */
export function splitWeights(you: You, change: ChangeOf<"weights.given">): You {
  const { points } = change;
  if (change.by !== you.seat.id || points === undefined) return you;
  const { weights: _before, ...rest } = you;
  return points === null ? rest : { ...rest, weights: points };
}

/** Puts the counts on the services, and what the points of all come to on the board. */
export function showServiceScores(board: Board, change: ChangeOf<"scores.revealed">): Board {
  const { services: told = {}, weights } = change;
  const { weights: before, services, ...rest } = board;
  const known = weights ?? before ?? {};
  return {
    ...rest,
    ...(services && { services: services.map((one) => withScores(one, told[one.id] ?? {})) }),
    ...(Object.keys(known).length === 0 ? {} : { weights: known }),
  };
}

type ByCriterion = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

function withScores(service: Service, told: ByCriterion): Service {
  const { scores: before = {}, ...rest } = service;
  const scores: Record<string, Record<string, readonly number[]>> = {};
  for (const [city, of] of Object.entries(before)) {
    for (const [name, counts] of Object.entries(of)) {
      if (!(name in told)) scores[city] = { ...scores[city], [name]: counts };
    }
  }
  for (const [name, of] of Object.entries(told)) {
    for (const [city, counts] of Object.entries(of)) {
      scores[city] = { ...scores[city], [name]: counts };
    }
  }
  return Object.keys(scores).length === 0 ? rest : { ...rest, scores };
}
