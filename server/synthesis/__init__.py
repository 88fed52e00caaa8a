"""What the board says: rankings, findings and the draft. Pure: same board, same bytes."""
