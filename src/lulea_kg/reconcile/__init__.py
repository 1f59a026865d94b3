"""Reconciliation: which things names and codes of a table mean, by the W3C Reconciliation API 0.2, without HTTP."""
