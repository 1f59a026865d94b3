"""Which relations did a municipality have on a day, in which state, and which words in which source say so."""

__version__ = "0.1.0"
