"""Tolerances as tables: a row for each setting, and what holds for somebody and why."""

from portal import ledger
from portal.desk import tolerance
from portal.web import words_tolerance
from portal.web.admin.whom import Whom, listed


def table(
    settings: dict[str, tuple[int, tolerance.Tolerance]], whoms: dict[str, Whom]
) -> list[dict]:
    """Return the settings as rows of the matrix; one whose subject is gone is left out."""
    return [
        {
            "whom": whoms[key],
            "version": version,
            "ended": told.ended,
            "shown": told.shown,
            "close": told.close,
            "cells": [_cell(told, name) for name in tolerance.FIELDS],
        }
        for key, (version, told) in settings.items()
        if key in whoms
    ]


def holding(found: Whom, said: tolerance.Tolerance, version: int, previewed: bool) -> list[dict]:
    """Return what holds for somebody, field by field, and which setting says so.

    Args:
        said: its own setting, as it stands or as it was typed.
        version: the newest that was made.
        previewed: it was typed only, and would be the next version.
    """
    keys = found.about().keys()
    house = tolerance.House.of(ledger.settings_called([*keys, tolerance.BEFORE]))
    house = house.with_setting(found.key, version + previewed, said)
    holds = tolerance.resolve(keys, house.settings)
    names = listed({held.key: house.settings[held.key] for held in holds.limits.values()})
    rows = []
    for name in tolerance.FIELDS:
        held = holds.limits.get(name)
        rows.append(
            {
                "field": words_tolerance.field_words(name),
                "words": _limit(name, held.limit) if held else words_tolerance.unset_words(name),
                "message": held.limit.message if held else "",
                "whom": names.get(held.key) if held else None,
                "version": held.version if held else None,
                "own": bool(held) and held.key == found.key,
            }
        )
    return rows


def _cell(told: tolerance.Tolerance, name: str) -> str | None:
    return _limit(name, told.limits[name]) if name in told.limits else None


def _limit(name: str, limit: tolerance.Limit) -> str:
    return words_tolerance.setting_words(name, tolerance.limit_doc(name, limit))


def setting_lines(told: tolerance.Tolerance) -> list[str]:
    """Return a setting as sentences, a field each."""
    return [
        f"{words_tolerance.field_words(name)}: {_limit(name, limit)}"
        for name, limit in told.limits.items()
    ]
