"""A rehearsal: simulated seats play a whole workshop over real sockets, knowing only the wire."""
