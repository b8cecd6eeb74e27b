"""``collusion explain``: one ring in sentences with numbers."""

from __future__ import annotations

from typing import Annotated

import typer

from collusion.cli import terminal


def explain(
    run: terminal.RunArgument,
    ring: Annotated[str, typer.Argument(metavar="RING", help="A ring id, or its rank.")],
    everything: Annotated[
        bool, typer.Option("--all", help="List every account, product and identifier, not the first dozen.")
    ] = False,
    short: Annotated[bool, typer.Option("--short", help="Only the claim, in 120 words at most.")] = False,
    expert: Annotated[
        bool, typer.Option("--expert", help="Add the evidence in bits, and every hypothesis with its odds.")
    ] = False,
    words: Annotated[
        str | None,
        typer.Option("--terms", metavar="LANGUAGE", help="Add what the words mean, in a language: en or de."),
    ] = None,
    language: terminal.LanguageOption = "en",
    as_json: terminal.JsonOption = False,
) -> None:
    """Explain one ring: who, what, when, what they share, how sure, what speaks against, what to check next.

    Try: collusion explain runs/demo 1
    """
    from collusion.cases.case import build_case
    from collusion.cases.run_folder import open_run, select_ring
    from collusion.reports.expert import print_expert
    from collusion.reports.record import case_record
    from collusion.reports.screen import print_brief, print_case
    from collusion.reports.terms import print_terms
    from collusion.words.catalogue import words_of

    opened = open_run(run, language)
    case = build_case(opened, select_ring(opened, ring))
    if as_json:
        terminal.print_json(case_record(case))
    elif short:
        print_brief(case, terminal.data_console())
    else:
        print_case(case, terminal.data_console(), everything=everything)
    if expert and not as_json:
        print_expert(case, terminal.data_console())
    if words is not None and not as_json:
        print(f"\n{words_of(language).label('Words')}")
        print_terms(words, terminal.data_console())
