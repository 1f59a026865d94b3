"""The entry of the command line: lulea-kg, or python -m lulea_kg."""

import gc


def run() -> None:
    """Run the command line."""
    # A question lives for a tenth of a second; collecting garbage while modules load would take a twentieth of it.
    gc.set_threshold(100_000, 50, 50)
    from lulea_kg.cli import main

    main(prog_name="lulea-kg")


if __name__ == "__main__":
    run()
