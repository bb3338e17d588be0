"""What the operators that generate have in common."""

from __future__ import annotations

from collections.abc import Callable

import bpy
from bpy.props import BoolProperty

from ...engine.errors import MotionCtrlError
from ..preferences import chosen_model
from ..preview import Preview
from ..properties import character_of, settings_of
from ..reading import Plan, Style
from ..session import session, wait, watch


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
        self._timer = context.window_manager.event_timer_add(0.1, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        running = session()
        if event.type == "ESC" and event.value == "PRESS" and running.busy():
            running.job.cancel()
            return {"RUNNING_MODAL"}
        if not running.busy():
            context.window_manager.event_timer_remove(self._timer)
            if running.error:
                self.report({"ERROR"}, running.error)
            return {"FINISHED"}
        return {"PASS_THROUGH"}

    def _launch(self, context: bpy.types.Context) -> None:
        running = session()
        running.reject()  # an undecided result makes room for the next one
        plan = self.plan(context)
        armature = bpy.data.objects[plan.rig.name]
        context.scene.motionctrl.character = armature
        begin(context, plan, armature)
        if self.wait:
            wait()
            if session().error:
                raise MotionCtrlError(session().error)


def begin(context: bpy.types.Context, plan: Plan, armature: bpy.types.Object) -> None:
    """Starts a plan's job and the timer that brings its keys in."""
    folder, threads = chosen_model(context)
    running = session()
    running.last = plan
    running.start(plan.task, Preview(armature, plan.rig, plan.task, plan.into), folder, threads)
    watch()


def guarded(operator: bpy.types.Operator, work: Callable[[], object]) -> set[str]:
    """Runs ``work``; an error that the user can mend becomes the operator's report."""
    try:
        work()
    except MotionCtrlError as error:
        session().error = str(error)
        operator.report({"ERROR"}, str(error))
        return {"CANCELLED"}
    return {"FINISHED"}


def style_of(context: bpy.types.Context, seed: int) -> Style:
    """The panel's style, with a seed; -1 takes the panel's."""
    settings = settings_of(context.scene)
    seed = settings.seed if seed < 0 else seed
    if settings.own_style:
        return Style(seed)
    return Style(seed, settings.strength, settings.creativity)
