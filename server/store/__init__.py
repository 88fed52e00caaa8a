"""Keeps workshops in Redis: the log is the truth, everything else can be made from it."""
