"""Every action by name; modules are listed here."""

from __future__ import annotations

from functools import lru_cache

from ...errors import MotionCtrlError
from .action import Action
from .actions import (
    daily_hobbies,
    daily_home,
    daily_table,
    daily_work,
    dances,
    fighting_blades,
    fighting_falls,
    fighting_fists,
    fighting_guns,
    fighting_kicks,
    first,
    floor_down_up,
    floor_lying,
    gestures_feelings,
    gestures_hands,
    gestures_signs,
    gestures_states,
    moving_climbs,
    moving_runs,
    moving_sideways,
    moving_walks,
    sport_balls,
    sport_field,
    sport_gym,
    sport_rackets,
    sport_water,
    sport_weights,
    sport_yoga,
)
from .vocabulary import KINDS

MODULES = (
    first,
    moving_walks,
    moving_sideways,
    moving_runs,
    moving_climbs,
    daily_home,
    dances,
    daily_table,
    daily_work,
    daily_hobbies,
    fighting_blades,
    fighting_fists,
    fighting_guns,
    fighting_falls,
    fighting_kicks,
    floor_down_up,
    floor_lying,
    gestures_feelings,
    gestures_states,
    gestures_hands,
    gestures_signs,
    sport_balls,
    sport_rackets,
    sport_field,
    sport_water,
    sport_weights,
    sport_gym,
    sport_yoga,
)


@lru_cache(maxsize=1)
def all_actions() -> dict[str, Action]:
    """Name to action. Raises MotionCtrlError where two have the same name."""
    found: dict[str, Action] = {}
    for module in MODULES:
        for action in module.ACTIONS:
            if action.name in found:
                raise MotionCtrlError(f"Two actions are called {action.name!r}: rename one of them.")
            found[action.name] = action
    return found


def select(names: list[str]) -> list[Action]:
    """Actions by name, kind or "all". Raises MotionCtrlError for a name that there is not."""
    actions = all_actions()
    chosen: list[Action] = []
    for name in names:
        group = (
            [action for action in actions.values() if name in ("all", action.kind)] if name in ("all", *KINDS) else []
        )
        if name in actions:
            group = [actions[name]]
        if not group:
            raise MotionCtrlError(
                f"No action {name!r}. Kinds: {', '.join(KINDS)}; actions: {', '.join(sorted(actions))}."
            )
        chosen += [action for action in group if action not in chosen]
    return chosen
