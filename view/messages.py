"""Write ``src/catalogues.ts``: the words of the page, in every language that `collusion.words` has."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from collusion.words.catalogue import languages, words_of

TARGET = Path(__file__).parent / "src" / "catalogues.ts"


def catalogues() -> str:
    """Return the source of all catalogues."""
    found = {language: words_of(language).view for language in languages()}
    written = json.dumps(found, ensure_ascii=False, indent=2)
    head = "// Written by view/messages.py: change collusion/words."
    return f"{head}\n\nexport const CATALOGUES = {written} as const;\n"


if __name__ == "__main__":
    TARGET.write_text(catalogues(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
