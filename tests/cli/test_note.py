from __future__ import annotations

import json

from tests.workspace.keeping import RING, kept


def test_note__keeps_and_prints(cli, tmp_path):
    with kept(tmp_path):
        pass
    space = tmp_path / "w"

    assert "No notes on it." in cli("note", space, RING).err
    assert 0 == cli("note", space, RING, "Asked\x1b[2J.", "--by", "A. Roy").code
    cli("note", space, "1", "Receipts.", "--by", "M. Berg", "--account", "A101")
    shown = cli("note", space, RING).out
    assert "\x1b" not in shown
    assert f"{RING}, A101: Receipts. (M. Berg, 20" in shown
    assert ["A. Roy", "M. Berg"] == [one["by"] for one in json.loads(cli("note", space, RING, "--json").out)]
    assert 3 == cli("note", space, RING, "x").code
