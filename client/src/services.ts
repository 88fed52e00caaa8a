/** Lets changes of services happen. */

import type { Known } from "./board";
import type { Board, ChangeOf, Service } from "./protocol";

export function addService(board: Board, change: ChangeOf<"service.added">): Board {
  return { ...board, services: [...(board.services ?? []), change.service] };
}

export function editService(board: Board, change: ChangeOf<"service.edited">): Board {
  return withService(board, change.service_id, (service) => {
    const { erased, layers, knock_outs, ...rest } = service;
    return {
      ...rest,
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.state === undefined ? {} : { state: change.state }),
      ...filled("layers", change.layers ?? layers),
      ...filled("knock_outs", change.knock_outs ?? knock_outs),
      ...(erased === true && change.name === undefined ? { erased } : {}),
    };
  });
}

/** Takes a service away, from the notes that belong to it too. */
export function removeService(known: Known, change: ChangeOf<"service.removed">): Known {
  const { service_id: id } = change;
  const { services = [], ...rest } = known.board;
  const left = services.filter((service) => service.id !== id);
  const notes = rest.notes.map((note) => (note.hidden === true ? note : without(note, id)));
  const { you } = known;
  const removed = Object.entries(you.removed ?? {}).map(([at, note]) => [at, without(note, id)]);
  return {
    board: { ...rest, notes, ...(left.length > 0 ? { services: left } : {}) },
    you: {
      ...you,
      hidden_notes: you.hidden_notes.map((note) => without(note, id)),
      ...(you.removed === undefined ? {} : { removed: Object.fromEntries(removed) }),
    },
  };
}

export function eraseService(board: Board, change: ChangeOf<"service.erased">): Board {
  return withService(board, change.service_id, ({ layers, ...service }) => ({
    ...service,
    name: "[erased]",
    erased: true,
    ...filled("layers", Object.fromEntries(Object.keys(layers ?? {}).map((each) => [each, ""]))),
  }));
}

function without<Some extends { readonly services?: readonly string[] }>(
  note: Some,
  id: string,
): Some {
  if (note.services?.includes(id) !== true) return note;
  const { services, ...rest } = note;
  const left = services.filter((each) => each !== id);
  return { ...rest, ...(left.length > 0 ? { services: left } : {}) } as unknown as Some; // but for one service
}

/** A map without anything in it is left out. */
function filled<Name extends string, Value extends object>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  if (value === undefined || Object.keys(value).length === 0) return {};
  return { [name]: value } as { readonly [Key in Name]?: Value };
}

function withService(board: Board, id: string, change: (service: Service) => Service): Board {
  const services = (board.services ?? []).map((one) => (one.id === id ? change(one) : one));
  return { ...board, services };
}
