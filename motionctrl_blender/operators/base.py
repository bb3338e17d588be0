"""What the operators that generate have in common."""

from __future__ import annotations

from collections.abc import Callable

import bpy
from bpy.props import BoolProperty

from ...engine.errors import MotionCtrlError
from ..properties import character_of, settings_of
from ..work.chosen import chosen_model
from ..work.reading import Plan, Style
from ..work.session import session, wait
from ..work.timers import start_timer
from .accepting import accept


class Generates:
    """An operator that starts a job. Subclasses say what is to be done in ``plan``."""

    bl_options = {"REGISTER"}
    wait: BoolProperty(
        name="Wait",
        description="Return only when the motion is finished: for scripts",
        default=False,
        options={"HIDDEN", "SKIP_SAVE"},
    )

    def plan(self, context: bpy.types.Context) -> Plan:
        """The task and where it goes. Raises MotionCtrlError for what can't be done."""
        raise MotionCtrlError("This operator has nothing to do; update the add-on.")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if session().busy():
            cls.poll_message_set("A motion is being generated; cancel it or wait for it")
            return False
        if character_of(context) is None:
            cls.poll_message_set("Add or choose a character first")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: self._launch(context))

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        result = self.execute(context)
        if "FINISHED" not in result or bpy.app.background or context.window is None or not session().busy():
            return result
        # Stays on as a modal operator for one thing only: Esc cancels.
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, _context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        running = getattr(bpy.types.WindowManager, "motionctrl_session", None)
        if running is None:  # the extension was switched off meanwhile
            return {"CANCELLED"}
        if event.type == "ESC" and event.value == "PRESS" and running.busy():
            running.cancel()
            return {"RUNNING_MODAL"}
        if not running.busy():
            if running.error:
                self.report({"ERROR"}, running.error)
            return {"FINISHED", "PASS_THROUGH"}
        return {"PASS_THROUGH"}

    def goes_on(self, _context: bpy.types.Context) -> bool:
        """Whether this changes or continues what the character shows, and so takes an undecided result as accepted."""
        return False

    def _launch(self, context: bpy.types.Context) -> None:
        running = session()
        if running.previews and self.goes_on(context):
            accept(context.scene)
            bpy.ops.ed.undo_push(message="Accept")
        if running.preview is not None:
            running.preview.hide()
        try:
            plan = self.plan(context)
            running.understood(plan, chosen_model(context)[0])
        except MotionCtrlError:
            if running.preview is not None:
                running.preview.show()
            raise
        running.reject()  # an undecided result makes room for the next one
        settings_of(context.scene).character = bpy.data.objects[plan.rig.name]
        self.begin(context, plan)

    def begin(self, context: bpy.types.Context, plan: Plan, variations: int = 1) -> None:
        """Starts the plan and the timer that brings its keys in."""
        session().start(plan, *chosen_model(context), variations)
        start_timer()
        if self.wait:
            wait()
            if session().error:
                raise MotionCtrlError(session().error)


def guarded(operator: bpy.types.Operator, work: Callable[[], object], shown: object | None = None) -> set[str]:
    """Runs ``work``; an error that the user can mend becomes the operator's report.

    It stays in sight as the ``error`` of ``shown``, by default the session.
    """
    try:
        work()
    except MotionCtrlError as error:
        (shown or session()).error = str(error)
        operator.report({"ERROR"}, str(error))
        return {"CANCELLED"}
    return {"FINISHED"}


def make_character(context: bpy.types.Context, armature: bpy.types.Object) -> None:
    """Puts a new armature at the 3D cursor, selects it and makes it the character."""
    armature.location = context.scene.cursor.location
    for item in context.selected_objects:
        item.select_set(False)
    armature.select_set(True)
    context.view_layer.objects.active = armature
    settings_of(context.scene).character = armature


def style_of(context: bpy.types.Context, seed: int) -> Style:
    """The panel's style, with a seed; -1 takes the panel's."""
    settings = settings_of(context.scene)
    seed = settings.seed if seed < 0 else seed
    if settings.own_style:
        return Style(seed)
    return Style(seed, settings.strength, settings.creativity)
