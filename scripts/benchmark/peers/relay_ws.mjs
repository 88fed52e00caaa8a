// A bare ws relay: the first message of a client names its room, every later one goes to the room.
import { WebSocketServer } from "ws";

const rooms = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT) });
server.on("connection", (socket) => {
  let room = null;
  socket.on("message", (message) => {
    if (room === null) {
      const name = message.toString();
      room = rooms.get(name) ?? new Set();
      rooms.set(name, room.add(socket));
      socket.send("entered");
      return;
    }
    for (const each of room) each.send(message, { binary: false });
  });
  socket.on("close", () => room?.delete(socket));
});
