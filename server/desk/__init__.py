"""The desk: the one door between the edge and the domain; it hosts live workshops."""
