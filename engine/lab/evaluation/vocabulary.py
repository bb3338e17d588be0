"""Vocabulary: the page of what a model knows, with a picture of each action, and the panel's examples.

Every action of the choreography and the commonest recorded ones are generated, judged by the action's checks, and
drawn. What fails with every seed is listed apart; what the panel offers as an example holds with most seeds.
"""

from __future__ import annotations

import argparse
import io
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...files import write_file
from ...motion.kinematics import Motion
from ..choreography.action import Action
from ..choreography.registry import all_actions
from ..choreography.vocabulary import KINDS, checks_of, sided
from ..data.gestures.language import realise
from ..options import add_model, open_model
from .judging import SEEDS, Generate, Item, evaluate, generator
from .strips import strip

TITLES = {
    "move": "Moving",
    "fight": "Fighting",
    "floor": "On the floor",
    "sport": "Sport and dance",
    "daily": "Daily life",
    "gesture": "Gestures and feelings",
}
EXAMPLES = 18  # of each kind at most in the panel's menu: what a screen shows at once
_SHORTEST, _LONGEST = 4.0, 6.0  # seconds of motion that an action's checks are meant for
_QUALITY = 72  # of the pictures' JPEG
# What is learned from recordings alone: kind, sentence, checks.
RECORDED = (
    ("move", "a person walks forward", (("forward_m", ">", 1.5),)),
    ("move", "a person walks slowly forward", (("forward_m", ">", 0.8), ("speed", "<", 1.2))),
    ("move", "a person walks quickly forward", (("forward_m", ">", 3.0),)),
    ("move", "a person walks backward", (("forward_m", "<", -0.6),)),
    ("move", "a person walks in a circle to the left", (("turn_deg", ">", 150.0),)),
    ("move", "a person walks forward and turns right", (("turn_deg", "<", -45.0),)),
    ("move", "a person runs forward", (("forward_m", ">", 5.0),)),
    ("move", "a person jogs and turns left", (("turn_deg", ">", 45.0), ("path_m", ">", 3.0))),
    ("move", "a person walks to the side", (("net_m", ">", 0.5), ("spin_deg", "<", 80.0))),
    ("move", "a person jumps up and down", (("jump_m", ">", 0.08), ("net_m", "<", 1.5))),
    ("move", "a person jumps forward", (("jump_m", ">", 0.08), ("forward_m", ">", 0.3))),
    ("move", "a person hops on the left foot", (("rfoot_off_s", ">", 1.0),)),
    ("move", "a person turns around", (("spin_deg", ">", 120.0),)),
    ("fight", "a person kicks with the right leg", (("rfoot_up", ">", 0.3),)),
    ("fight", "a person throws several punches", (("hand_reach", ">", 0.35), ("hand_speed", ">", 1.5))),
    ("sport", "a person does jumping jacks", (("lhand_up_s", ">", 0.5), ("rhand_up_s", ">", 0.5))),
    ("sport", "a person squats down and stands up", (("drop", ">", 0.25),)),
    ("sport", "a person dances", (("hand_path", ">", 1.5),)),
    ("daily", "a person bends down and picks something up", (("bow_deg", ">", 30.0), ("end_drop", "<", 0.2))),
    ("daily", "a person sits down on a chair", (("end_drop", ">", 0.25),)),
    ("daily", "a person throws with the right hand", (("rhand_speed", ">", 1.8),)),
    ("gesture", "a person claps", (("hands_gap", "<", 0.25),)),
    ("gesture", "a person waves with the right hand", (("rhand_high_s", ">", 0.3), ("rhand_waves", ">", 1.5))),
    ("gesture", "a person waves with the left hand", (("lhand_high_s", ">", 0.3), ("lhand_waves", ">", 1.5))),
    ("gesture", "a person raises both arms", (("lhand_up_s", ">", 0.5), ("rhand_up_s", ">", 0.5))),
    ("gesture", "a person stretches", (("hand_high_s", ">", 0.5),)),
    ("gesture", "a person stands still", (("path_m", "<", 0.3),)),
)


@dataclass(frozen=True)
class Known:
    """One action as the model does it: its request, in how many of ``tried`` motions it holds, and the best motion."""

    item: Item
    obeyed: int
    tried: int
    motion: Motion

    @property
    def reliable(self) -> bool:
        """Whether most of the motions show the action."""
        return 2 * self.obeyed > self.tried


def entries() -> list[Item]:
    """A request for every action, kind after kind, the recorded ones of a kind first; none is asked twice."""
    items = [Item(text, 5.0, checks, kind=kind) for kind, text, checks in RECORDED]
    items += [request_of(action) for action in all_actions().values()]
    items = list({item.prompt: item for item in reversed(items)}.values())[::-1]
    return sorted(items, key=lambda item: KINDS.index(item.kind))


def request_of(action: Action) -> Item:
    """One sentence that asks for an action of the choreography, with the action's checks."""
    entry = action.entry
    side = entry.sides[0] if entry.sides else ""
    said = next((phrase for phrase in entry.do if "{side}" in phrase or not side), entry.do[0])
    text = f"a person {realise(sided(said, side), 'third', 'the')}"
    seconds = min(max(sum(entry.seconds) / 2, _SHORTEST), _LONGEST)
    return Item(text, seconds, checks_of(entry, side), kind=entry.kind)


def known(
    items: Iterable[Item],
    generate: Generate,
    seeds: Sequence[int] = SEEDS,
    report: Callable[[Known], None] = lambda action: None,
) -> list[Known]:
    """Each action as the model does it; the first motion that shows it is kept, or else the first one."""
    found = []
    for item in items:
        motions: list[Motion] = []
        rows = evaluate([item], generate, seeds, lambda row, motion, kept=motions: kept.append(motion))
        obeyed = [row.obeyed for row in rows]
        best = obeyed.index(True) if any(obeyed) else 0
        found.append(Known(item, sum(obeyed), len(rows), motions[best]))
        report(found[-1])
    return found


def page(actions: Sequence[Known], pictures: str) -> str:
    """The page in Markdown; ``pictures``: where the strips lie, as seen from the page."""
    done = [action for action in actions if action.obeyed]
    parts = [
        "# What it knows",
        f"{len(done)} actions that the bundled model does when the sentence names them, each with a picture of what it "
        "made. Say them in your own words, in the third person or as an order, with a side, a speed or a style. "
        f"Behind an action that does not always come stands in how many of {actions[0].tried} motions it came.",
        "This page and the panel's examples are made by `python -m engine evaluate vocabulary`.",
    ]
    for kind, title in TITLES.items():
        of_kind = [action for action in done if action.item.kind == kind]
        if of_kind:
            lines = [f"{number}. {_said(action)}" for number, action in enumerate(of_kind, 1)]
            parts += [f"## {title}", f"![{title}]({pictures}/{kind}.jpg)", "\n".join(lines)]
    missing = [action.item.prompt for action in actions if not action.obeyed]
    if missing:
        parts += ["## Learned, but not done yet", "\n".join(f"- {text}" for text in missing)]
    return "\n\n".join(parts) + "\n"


def _said(action: Known) -> str:
    rare = f" ({action.obeyed} of {action.tried})" if action.obeyed < action.tried else ""
    return action.item.prompt + rare


def draw(actions: Sequence[Known], folder: Path) -> None:
    """A strip for each kind, ``KIND.jpg``, of the actions that the page shows, numbered as there."""
    for kind in TITLES:
        of_kind = [action for action in actions if action.obeyed and action.item.kind == kind]
        if of_kind:
            titles = [
                f"{number}  {action.item.prompt.removeprefix('a person ')}" for number, action in enumerate(of_kind, 1)
            ]
            image = strip([action.motion.joints() for action in of_kind], titles)
            data = io.BytesIO()
            image.save(data, "JPEG", quality=_QUALITY)
            write_file(folder / f"{kind}.jpg", data.getvalue())


def examples(actions: Sequence[Known]) -> dict[str, list[str]]:
    """Sentences for the panel by title: of each kind those that come most reliably, in the page's order."""
    chosen = {}
    for kind, title in TITLES.items():
        of_kind = [action for action in actions if action.item.kind == kind and action.reliable]
        best = sorted(range(len(of_kind)), key=lambda index: -of_kind[index].obeyed / of_kind[index].tried)
        chosen[title] = [of_kind[index].item.prompt for index in sorted(best[:EXAMPLES])]
    return {title: sentences for title, sentences in chosen.items() if sentences}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate vocabulary``."""
    parser.add_argument("--out", type=Path, required=True, metavar="PAGE.md", help="the page")
    parser.add_argument("--pictures", type=Path, required=True, metavar="FOLDER", help="its pictures, one a kind")
    parser.add_argument("--examples", type=Path, metavar="FILE.json", help="also write the panel's examples")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, metavar="N", help="seeds (default: 0 1 2)")
    add_model(parser)


def run(args: argparse.Namespace) -> int:
    """Generate and judge every action; prints a line for each, then writes page, pictures and examples."""
    with open_model(args) as engine:
        actions = known(
            entries(),
            generator(engine),
            args.seeds,
            lambda action: print(f"{action.obeyed} of {action.tried}  {action.item.prompt}", flush=True),
        )
    draw(actions, args.pictures)
    pictures = Path(os.path.relpath(args.pictures, args.out.parent)).as_posix()
    write_file(args.out, page(actions, pictures).encode())
    if args.examples:
        write_file(args.examples, f"{json.dumps(examples(actions), indent=2)}\n".encode())
    print(f"{sum(action.obeyed > 0 for action in actions)} of {len(actions)} actions are done; the page is {args.out}")
    return 0
