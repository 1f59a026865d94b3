"""Writers: one module per family of formats."""
