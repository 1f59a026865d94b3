"""Write this dataset from the facts folder: `python make.py FACTS`."""

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    folder = Path(__file__).resolve().parent
    runpy.run_path(str(folder.parent / "make" / "registers.py"))["main"](Path(sys.argv[1]), [folder.name])
