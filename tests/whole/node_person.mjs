// Somebody in a workshop who knows nothing but the wire, with the official Node client.
// Reads {url, token, transports?} and then one command a line from stdin; answers one line each.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../client/package.json", import.meta.url));
const { io } = require("socket.io-client");

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const { url, token, transports } = await next();
const { origin, pathname } = new URL(url);
const path = `${pathname.replace(/\/$/, "")}/socket.io`;
const socket = io(origin, { path, auth: { token }, ...(transports ? { transports } : {}) });
const changes = [];
const frames = [];
for (const name of ["changes", "people", "notice", "beat"])
  socket.on(name, (payload) => {
    frames.push(payload);
    if (name === "changes") changes.push(...payload);
  });

const commands = {
  emit: ({ event, payload }) => socket.timeout(10_000).emitWithAck(event, payload),
  changes: ({ after }) => changes.filter((change) => change.seq > after),
  frames: () => frames,
  wait: async ({ seq }) => {
    const deadline = Date.now() + 5000;
    while (!changes.some((change) => change.seq >= seq)) {
      if (Date.now() > deadline) return false;
      await new Promise((done) => setTimeout(done, 5));
    }
    return true;
  },
};

socket.on("connect_error", (error) => say({ connect_error: error.data ?? error.message }));
socket.once("connect", async () => {
  say({ connected: true });
  for await (const line of lines) {
    const command = JSON.parse(line);
    if (command.do === "leave") break;
    say(await commands[command.do](command));
  }
  socket.close();
  process.exit(0);
});
