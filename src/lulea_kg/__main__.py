"""Run the command line with python -m lulea_kg."""

from lulea_kg.cli import main

main()
