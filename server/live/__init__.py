"""The live edge: Socket.IO in, changes out."""
