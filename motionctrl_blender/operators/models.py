"""Look a model up on Hugging Face, download, pause, go on, cancel, delete."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import BoolProperty, StringProperty

from ...engine.errors import MotionCtrlError
from ...engine.store.hub import OFFLINE
from ...engine.store.library import delete, folder_for
from ..models.fetching import Download
from ..work.chosen import preferences_of
from ..work.session import session
from ..work.timers import start_download_timer
from .base import guarded

_BUSY = "Another model is being looked up or downloaded; wait for it or pause it"
_WAIT = {
    "name": "Wait",
    "description": "Return only when it has ended: for scripts",
    "default": False,
    "options": {"HIDDEN", "SKIP_SAVE"},
}


class _Fetches:
    """An operator that starts something on the network; subclasses say what in ``begin``."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if preferences_of(context) is None:
            return False
        if session().shelf.busy():
            cls.poll_message_set(_BUSY)
            return False
        if not bpy.app.online_access:
            cls.poll_message_set(OFFLINE.rstrip("."))
            return False
        return True

    def begin(self, context: bpy.types.Context) -> None:
        raise MotionCtrlError("This operator has nothing to do; update the add-on.")

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: self._launch(context), session().shelf)

    def _launch(self, context: bpy.types.Context) -> None:
        shelf = session().shelf
        self.begin(context)
        start_download_timer()
        if self.wait:
            shelf.wait()
            if shelf.error:
                raise MotionCtrlError(shelf.error)


class MOTIONCTRL_OT_look_up_model(_Fetches, bpy.types.Operator):
    """Ask Hugging Face how big the model is and under which licence; nothing large is fetched"""

    bl_idname = "motionctrl.look_up_model"
    bl_label = "Look Up"

    repository: StringProperty(
        name="Repository", description="Like owner/name; empty for the one in the preferences", options={"SKIP_SAVE"}
    )
    revision: StringProperty(
        name="Revision", description="Branch, tag or commit; empty for the preferences' one", options={"SKIP_SAVE"}
    )
    wait: BoolProperty(**_WAIT)

    def begin(self, context: bpy.types.Context) -> None:
        preferences = preferences_of(context)
        repository = self.repository or preferences.repository
        if not repository.strip():
            raise MotionCtrlError("No repository is named: write it like owner/name.")
        session().shelf.look_up(repository, (self.revision or preferences.revision).strip() or None)


class MOTIONCTRL_OT_download_model(_Fetches, bpy.types.Operator):
    """Download the model that was looked up, or go on with one that was paused"""

    bl_idname = "motionctrl.download_model"
    bl_label = "Download"

    folder: StringProperty(
        name="Folder",
        description="Folder of an unfinished download; empty for the model that was looked up",
        options={"SKIP_SAVE"},
    )
    wait: BoolProperty(**_WAIT)

    def begin(self, context: bpy.types.Context) -> None:
        shelf, library = session().shelf, preferences_of(context).downloads_folder()
        if not self.folder:
            if shelf.offer is None:
                raise MotionCtrlError("No model was looked up: name a repository and look it up first.")
            shelf.download(shelf.offer, folder_for(shelf.offer, library))
            return
        for item in shelf.unfinished(library):
            if item.folder == Path(self.folder):
                shelf.download(item.offer, item.folder)
                return
        raise MotionCtrlError(f"{self.folder} is no unfinished download: look the model up again.")


class _WhileDownloading:
    """An operator for the download under way."""

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        worker = session().shelf.worker
        if not isinstance(worker, Download) or worker.cancelling():
            cls.poll_message_set("No model is being downloaded")
            return False
        return True


class MOTIONCTRL_OT_pause_download(_WhileDownloading, bpy.types.Operator):
    """Stop for now; what has come is kept, also when Blender is closed"""

    bl_idname = "motionctrl.pause_download"
    bl_label = "Pause"

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session().shelf.pause()
        return {"FINISHED"}


class MOTIONCTRL_OT_cancel_download(_WhileDownloading, bpy.types.Operator):
    """Stop the download and delete what has come of it"""

    bl_idname = "motionctrl.cancel_download"
    bl_label = "Cancel"

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session().shelf.drop()
        return {"FINISHED"}


class MOTIONCTRL_OT_delete_model(bpy.types.Operator):
    """Delete this downloaded model, or what has come of it, from the disk"""

    bl_idname = "motionctrl.delete_model"
    bl_label = "Delete Model"
    bl_options = {"INTERNAL"}

    folder: StringProperty(name="Folder", description="Folder of the model", options={"SKIP_SAVE"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if session().busy():
            cls.poll_message_set("A motion is being generated; cancel it or wait for it")
            return False
        return preferences_of(context) is not None

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, context: bpy.types.Context) -> set[str]:
        return guarded(self, lambda: self._delete(context), session().shelf)

    def _delete(self, context: bpy.types.Context) -> None:
        folder, shelf, preferences = Path(self.folder), session().shelf, preferences_of(context)
        if isinstance(shelf.worker, Download) and shelf.worker.folder == folder:
            raise MotionCtrlError(f"{folder} is being downloaded: cancel that first.")
        if session().engine is not None and session().engine.folder == folder:
            session().close_engine()  # Windows deletes no open file
        freed = delete(folder, preferences.downloads_folder())
        shelf.forget()
        if preferences.chosen_folder() == folder:
            preferences.model = ""
        self.report({"INFO"}, f"{freed / 1e6:.1f} MB are free again")


_CLASSES = (
    MOTIONCTRL_OT_look_up_model,
    MOTIONCTRL_OT_download_model,
    MOTIONCTRL_OT_pause_download,
    MOTIONCTRL_OT_cancel_download,
    MOTIONCTRL_OT_delete_model,
)

register, unregister = bpy.utils.register_classes_factory(_CLASSES)
