// A bare socket.io relay: every op goes to the whole room. With REDIS_URL it is stored first.
import { createServer } from "node:http";
import { Redis } from "ioredis";
import { Server } from "socket.io";

const STORE = "return redis.call('RPUSH', KEYS[1], ARGV[1])";
const redis = process.env.REDIS_URL ? new Redis(process.env.REDIS_URL) : null;
redis?.defineCommand("store", { numberOfKeys: 1, lua: STORE });

const http = createServer();
const io = new Server(http, { transports: ["websocket"] });
io.on("connection", (socket) => {
  let room = "";
  socket.on("enter", (asked, ack) => {
    room = asked.room;
    socket.join(room);
    ack({ ok: true });
  });
  socket.on("op", async (op, ack) => {
    if (redis) await redis.store(`log:${room}`, JSON.stringify(op));
    io.to(room).emit("op", op);
    ack({ ok: true });
  });
});
http.listen(Number(process.env.PORT), "127.0.0.1");
