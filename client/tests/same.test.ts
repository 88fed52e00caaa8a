import { expect, test } from "vitest";
import { makeSession } from "../src/session";
import { readFileSync } from "node:fs";
test("a beat finds a board that an unknown change made stale", async () => {
  localStorage.setItem(
    "citywheel.seat.w",
    JSON.stringify({
      workshop_id: "w",
      token: "t",
      seat: { id: "s", role: "observer", city: null, name: "" },
      kept_at: 1,
    }),
  );
  const j = JSON.parse(readFileSync("../tests/journeys/sorting.json", "utf8"));
  let h: any;
  const asked: any[] = [];
  const tr: any = {
    hear: (x: any) => {
      h = x;
    },
    open: () => h.connected(),
    close() {},
    isOpen: () => true,
    emit() {},
    ask: async (e: string, p: any) => {
      if (e === "clock") return { server_time: new Date().toISOString() };
      asked.push(p);
      return {
        ok: true,
        seq: 5,
        epoch: "e",
        server_time: "",
        snapshot: {
          workshop_id: "w",
          seq: 5,
          epoch: "e",
          hash: j.hash,
          board: j.board,
          you: {
            seat: { id: "s", role: "observer", city: null },
            votes: [],
            votes_left: {},
            hidden_notes: [],
            notes: [],
          },
          phase: j.board.phase,
          erase_on: "2027-01-01",
        },
      };
    },
  };
  const s = makeSession({ transport: () => tr, fetchCanvas: async () => ({}) as any });
  s.enter("w");
  await new Promise((r) => setTimeout(r, 20));
  h.event("beat", { seq: 5, epoch: "e", hash: j.hash, server_time: "" });
  h.event("changes", [{ seq: 6, type: "theme.formed", at: "", city: null }]);
  h.event("beat", { seq: 6, epoch: "e", hash: "0".repeat(64), server_time: "" });
  await new Promise((r) => setTimeout(r, 20));
  expect(asked.length).toBe(2);
});
