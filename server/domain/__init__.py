"""The method and its rules, pure: no Flask, Redis, clock, chance or disk."""
