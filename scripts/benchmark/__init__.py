"""Measures the speed of the server beside bare peers under one load generator."""
