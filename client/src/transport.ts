/** Carries events over Socket.IO: websocket first, polling where a proxy does not let it through. */

import { io } from "socket.io-client";

import { below } from "./base";
import type { WireError } from "./protocol";

/** What a connection needs of whatever carries its events; tests bring their own. */
export interface Transport {
  readonly hear: (handlers: TransportHandlers) => void;
  /** Connects, and again by itself whenever the connection is lost. */
  readonly open: () => void;
  readonly close: () => void;
  readonly isOpen: () => boolean;
  readonly emit: (event: string, payload: unknown) => void;
  /** Rejects when no answer comes within `patience` ms, or the connection is lost before. */
  readonly ask: (event: string, payload: unknown, patience: number) => Promise<unknown>;
}

export interface TransportHandlers {
  readonly connected: () => void;
  readonly disconnected: () => void;
  /** The server let us not in; null = it could not be reached. */
  readonly refused: (error: WireError | null) => void;
  readonly event: (name: string, payload: unknown) => void;
}

const EVENTS = ["changes", "people", "beat", "notice"];

/** Returns a transport for the seat of a token. */
export function socketTransport(token: string): Transport {
  const socket = io({
    path: below("socket.io"),
    auth: { token },
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    timeout: 8000,
  });
  return {
    hear: (handlers) => {
      socket.on("connect", handlers.connected);
      socket.on("disconnect", (reason) => {
        handlers.disconnected();
        if (reason === "io server disconnect") setTimeout(() => socket.connect(), 1000);
      });
      socket.on("connect_error", (error: Error & { data?: WireError }) => {
        handlers.refused(error.data?.code === undefined ? null : error.data);
      });
      for (const name of EVENTS) socket.on(name, (payload) => handlers.event(name, payload));
    },
    open: () => {
      socket.connect();
    },
    close: () => {
      socket.disconnect();
    },
    isOpen: () => socket.connected,
    emit: (event, payload) => {
      socket.emit(event, payload);
    },
    ask: (event, payload, patience) => {
      // Socket.IO would keep it and send it by itself later; here the outbox does that.
      if (!socket.connected) return Promise.reject(new Error("not connected"));
      return socket.timeout(patience).emitWithAck(event, payload);
    },
  };
}
