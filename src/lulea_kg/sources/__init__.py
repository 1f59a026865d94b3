"""Readers: one module per form a source comes in. Each gives claims or triples, and findings on what it refused."""
