"""The HTTP edge: routes below `/api/v1`, the client, health."""
