from __future__ import annotations

import base64
import hashlib
import re

import pytest

from collusion.desk.page import page


def test_page__its_policy_names_the_hash_of_what_it_holds():
    made = page("export const x = '{styles}';", "main { color: red }")
    script = re.search(r'<script type="module">(.*?)</script>', made.html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert f"script-src 'sha256-{digest}'" in made.policy
    assert "<style>main { color: red }</style>" in made.html


@pytest.mark.parametrize(
    ("script", "styles"), [("x = '</SCRIPT>'", ""), ("x = '<!--'", ""), ("", "</style><script>")]
)
def test_page__raise_on_text_that_ends_its_element(script, styles):
    with pytest.raises(ValueError, match="ends its element"):
        page(script, styles)
