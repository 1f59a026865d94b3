"""Write this dataset, and the two made with it, from the facts folder: `python make.py FACTS`."""

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    tools = Path(__file__).resolve().parent.parent / "make"
    sys.path.insert(0, str(tools))
    runpy.run_path(str(tools / "primary.py"))["make"](Path(sys.argv[1]))
