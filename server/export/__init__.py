"""Files made of a workshop: one module per format, all from `model.py`."""
