// Five clients whose clocks are wrong, with the client's own code, over real sockets.
// Reads {url, tokens}; then {do: "read"}, {do: "sleep", who, ms}, {do: "wake", who} and {do: "leave"},
// a line each, and answers each with a line: ms left, as every client that is awake would show it.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(new URL("../../client/package.json", import.meta.url));
const { io } = require("socket.io-client");
const { runnerImport } = await import(pathToFileURL(require.resolve("vite")).href);
const src = fileURLToPath(new URL("../../client/src/", import.meta.url));
const load = async (name) => (await runnerImport(`${src}${name}.ts`)).module;
const { makeClock } = await load("clock");
const { timeLeft } = await load("timer");

const HOUR = 3_600_000;
const WRONG_BY = [0, HOUR, -HOUR, 47_000, -13 * 60_000]; // ms
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

function aClient(url, token, wrongBy) {
  let stoodStill = 0; // ms; a machine that is suspended does not even run its clocks
  const wall = () => Date.now() + wrongBy - stoodStill;
  const socket = io(new URL(url).origin, {
    path: `${new URL(url).pathname.replace(/\/$/, "")}/socket.io`,
    auth: { token },
    transports: ["websocket"],
    autoConnect: false,
  });
  const ask = async () => (await socket.timeout(5000).emitWithAck("clock", {})).server_time;
  const clock = makeClock(ask, { wall, steady: () => performance.now() - stoodStill });
  let timer;
  let place = {};
  const hear = (changes) => {
    for (const change of changes) {
      place = { ...place, seq: change.seq };
      if (change.timer !== undefined) timer = change.timer;
      if (change.type === "timer.ended" || change.type === "timer.stopped") timer = undefined;
    }
  };
  socket.on("changes", hear);
  const enter = async () => {
    socket.connect();
    const answer = await socket.timeout(5000).emitWithAck("enter", { protocol: 1, ...place });
    place = { seq: answer.seq, epoch: answer.epoch };
    if (answer.snapshot) timer = answer.snapshot.board.timer;
    hear(answer.changes ?? []);
    clock.guess(answer.server_time);
    clock.start();
  };
  const sleep = (ms) => {
    clock.stop();
    socket.disconnect();
    stoodStill += ms;
  };
  const left = () => (timer === undefined ? null : timeLeft(timer, clock.now()));
  return { enter, sleep, left, isAwake: () => socket.connected, stop: () => (clock.stop(), socket.close()) };
}

const { url, tokens } = await next();
const clients = tokens.map((token, place) => aClient(url, token, WRONG_BY[place]));
for (const client of clients) await client.enter();
say({ entered: clients.length });
for (;;) {
  const command = await next();
  if (command.do === "leave") break;
  if (command.do === "sleep") clients[command.who].sleep(command.ms);
  if (command.do === "wake") await clients[command.who].enter();
  if (command.do === "read") await new Promise((done) => setTimeout(done, 300)); // one sample, or more
  say(clients.map((client) => (client.isAwake() ? client.left() : null)));
}
clients.forEach((client) => client.stop());
