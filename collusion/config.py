"""The configuration of a run: what collusion.toml says, and the default of all it does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from collusion.detection.params import DetectionParams
from collusion.errors import Fault, InputError
from collusion.evidence.params import EvidenceParams
from collusion.resources import Resources, memory_fault
from collusion.scoring.params import ScoringParams
from collusion.settings import load_settings, option, read_toml, settings_as_toml, unknown_keys
from collusion.tables.declarations import mapping_as_toml, mapping_from_toml
from collusion.tables.locate import CONFIG_NAME
from collusion.tables.mapping import NO_MAPPING, SourceMapping
from collusion.tables.sources.address import FILES, Address, parse_address

SECTIONS = ("tables", "kinds", "evidence", "detection", "scoring", "run")


@dataclass(frozen=True, slots=True)
class _Run:
    """The keys that stand outside of every section."""

    seed: int = option(0, "Seed of every random choice.", minimum=0, maximum=2**32 - 1)


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Everything that a run can be told.

    Attributes
    ----------
    mapping
        How the source maps onto the contract, and the kinds of identifiers.
    evidence, detection, scoring
        The parameters of the stages.
    seed
        Seed of every random choice.
    resources
        What the run may use of the machine; no result depends on it.
    """

    mapping: SourceMapping = NO_MAPPING
    evidence: EvidenceParams = field(default_factory=EvidenceParams)
    detection: DetectionParams = field(default_factory=DetectionParams)
    scoring: ScoringParams = field(default_factory=ScoringParams)
    seed: int = 0
    resources: Resources = field(default_factory=Resources)


def load_config(source: str | Path, config_file: Path | None = None) -> RunConfig:
    """Load the configuration of a source.

    Parameters
    ----------
    source
        The source; its own collusion.toml is taken when `config_file` is None: that within a folder, that
        next to a file. Defaults when it has none.
    config_file
        Another file to take instead.

    Returns
    -------
    RunConfig
        Every key resolved.

    Raises
    ------
    InputError
        With every fault of the file: syntax, unknown keys, wrong types, values out of range.
    """
    path = _own_config(parse_address(source)) if config_file is None else config_file
    if path is None or (config_file is None and not path.is_file()):
        return RunConfig()
    return config_from_toml(read_toml(path))


def _own_config(address: Address) -> Path | None:
    """Return where the collusion.toml of a source would be; None where it cannot have one."""
    if address.path is None:
        return None
    is_folder = address.kind == FILES and not address.path.is_file()
    return (address.path if is_folder else address.path.parent) / CONFIG_NAME


def config_from_toml(document: dict[str, Any]) -> RunConfig:
    """Resolve a configuration that has been parsed already.

    Parameters
    ----------
    document
        The content of a collusion.toml.

    Returns
    -------
    RunConfig
        Every key resolved.

    Raises
    ------
    InputError
        With every fault: unknown keys, wrong types, values out of range.
    """
    faults: list[Fault] = unknown_keys(document, (*SECTIONS, "seed"), where=CONFIG_NAME)
    top = {key: value for key, value in document.items() if key == "seed"}
    config = RunConfig(
        mapping=mapping_from_toml(document, faults=faults),
        evidence=load_settings(EvidenceParams, document.get("evidence", {}), where="evidence", faults=faults),
        detection=load_settings(
            DetectionParams, document.get("detection", {}), where="detection", faults=faults
        ),
        scoring=load_settings(ScoringParams, document.get("scoring", {}), where="scoring", faults=faults),
        seed=load_settings(_Run, top, where=CONFIG_NAME, faults=faults).seed,
        resources=load_settings(Resources, document.get("run", {}), where="run", faults=faults),
    )
    faults.extend(memory_fault(config.resources))
    if faults:
        raise InputError(faults)
    return config


def result_settings(config: RunConfig) -> dict[str, Any]:
    """Return what of the configuration decides about results, as plain values: all but the resources."""
    settings: dict[str, Any] = msgspec.to_builtins(config)
    del settings["resources"]
    return settings


def config_as_toml(config: RunConfig) -> str:
    """Write the whole resolved configuration, each key under its meaning and range as comments.

    Parameters
    ----------
    config
        The configuration.

    Returns
    -------
    str
        A collusion.toml that loads into an equal configuration.
    """
    top = settings_as_toml(_Run(config.seed), "run").split("\n", 1)[1]
    stages = (
        settings_as_toml(record, section)
        for section, record in (
            ("evidence", config.evidence),
            ("detection", config.detection),
            ("scoring", config.scoring),
            ("run", config.resources),
        )
    )
    return "\n".join([top, mapping_as_toml(config.mapping), *stages])
