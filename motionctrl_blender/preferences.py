"""Add-on preferences: which model, where models lie, and what they may use."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import EnumProperty, IntProperty, StringProperty

from ..engine.store.folder import bundled_models, default_model
from ..engine.store.library import downloaded_models
from .panels.models import draw_shelf
from .work.chosen import ROOT

OTHER_COPY = "Another copy of MotionCtrl is switched on; switch that one off, then this one off and on again."
DEVICE = (
    ("CPU", "Processor", "Runs everywhere"),
    ("GPU", "Graphics Card", "For large models, with a build of the add-on for the card's Vulkan, CUDA or Metal"),
)


class MotionCtrlPreferences(bpy.types.AddonPreferences):
    bl_idname = ROOT

    model: StringProperty(
        name="Model Folder",
        description="Folder with motionctrl.json in it; empty for the model that comes with the add-on",
        subtype="DIR_PATH",
    )
    library: StringProperty(
        name="Own Models",
        description="Folder that holds model folders of yours; they are listed beside the downloaded ones",
        subtype="DIR_PATH",
    )
    downloads: StringProperty(
        name="Download Folder",
        description="Folder that downloaded models go into; empty for a folder of your user data",
        subtype="DIR_PATH",
    )
    repository: StringProperty(
        name="Repository", description="A model on Hugging Face, like owner/name, or the address of its page"
    )
    revision: StringProperty(
        name="Revision",
        description="Branch, tag or commit; empty for main. What is downloaded is the commit that it points to now",
    )
    threads: IntProperty(
        name="Threads",
        description="Processor threads for the model; 0 for all cores but one",
        min=0,
        max=128,
    )

    device: EnumProperty(name="Device", description="What the language model computes on", items=DEVICE)

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split, layout.use_property_decorate = True, False
        layout.prop(self, "model", placeholder="The model that comes with the add-on")
        layout.prop(self, "library")
        layout.prop(self, "threads")
        layout.prop(self, "device")
        draw_shelf(layout, context, self)

    def chosen_folder(self) -> Path:
        """The folder of the model that is used."""
        return Path(bpy.path.abspath(self.model)) if self.model else default_model()

    def downloads_folder(self) -> Path:
        """Where downloaded models lie."""
        return Path(bpy.path.abspath(self.downloads)) if self.downloads else downloaded_models()

    def libraries(self) -> list[Path]:
        """Folders of models: bundled, downloaded, and the user's own; each once."""
        found = [bundled_models(), self.downloads_folder()]
        if self.library:
            found.append(Path(bpy.path.abspath(self.library)))
        return list(dict.fromkeys(found))


class OtherCopyNotice(bpy.types.AddonPreferences):
    """What a second installed copy shows instead of its preferences."""

    bl_idname = ROOT

    def draw(self, _context: bpy.types.Context) -> None:
        self.layout.label(text=OTHER_COPY, icon="ERROR")


def register_notice() -> None:
    """Says in the preferences, and on the console, that another copy is switched on."""
    print(OTHER_COPY)
    bpy.utils.register_class(OtherCopyNotice)


def unregister_notice() -> None:
    bpy.utils.unregister_class(OtherCopyNotice)


def register() -> None:
    bpy.utils.register_class(MotionCtrlPreferences)


def unregister() -> None:
    bpy.utils.unregister_class(MotionCtrlPreferences)
