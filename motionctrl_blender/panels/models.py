"""The model manager in the add-on's preferences: what is here, and what can be had."""

from __future__ import annotations

import shutil
from pathlib import Path

import bpy

from ...engine.store.download import Progress
from ...engine.store.hub import OFFLINE, Offer
from ...engine.store.library import folder_for
from ..models.fetching import Download
from ..models.manager import ModelManager
from ..work.session import session
from .base import lines


def draw_shelf(layout: bpy.types.UILayout, context: bpy.types.Context, preferences: bpy.types.AddonPreferences) -> None:
    """Models that can be chosen or deleted, unfinished downloads, and the way to further ones."""
    shelf = session().shelf
    box = layout.box()
    box.label(text="Models on This Machine")
    for library in preferences.libraries():
        _draw_library(box.column(), context, shelf, library, preferences)
    box = layout.box()
    box.label(text="Hugging Face")
    box.prop(preferences, "downloads", placeholder=str(preferences.downloads_folder()))
    if not bpy.app.online_access:
        lines(box, context, OFFLINE, "INTERNET_OFFLINE")
        box.operator("screen.userpref_show", text="Open System Preferences").section = "SYSTEM"
    if isinstance(shelf.worker, Download):
        _draw_download(box, shelf.worker)
    else:
        box.prop(preferences, "repository", placeholder="owner/name")
        row = box.row()
        row.prop(preferences, "revision", placeholder="main")
        _at_the_end(row).operator("motionctrl.look_up_model", icon="VIEWZOOM")
        if shelf.busy():
            box.label(text=f"Asking about {shelf.worker.repository}")
    if shelf.offer is not None and not shelf.busy():
        _draw_offer(box, shelf.offer, preferences.downloads_folder())
    if shelf.error:
        alert = box.box()
        alert.alert = True
        lines(alert, context, shelf.error, "ERROR")


def _draw_library(
    layout: bpy.types.UILayout,
    context: bpy.types.Context,
    shelf: ModelManager,
    library: Path,
    preferences: bpy.types.AddonPreferences,
) -> None:
    downloaded = library == preferences.downloads_folder()
    for model in shelf.models(library):
        entry = layout.column(align=True)
        row = entry.row()
        if model.description is None:
            lines(row, context, model.error, "ERROR")
            buttons = _at_the_end(row)
        else:
            chosen = preferences.chosen_folder() == model.folder
            text = f"{model.description.name}, {model.bytes / 1e6:.1f} MB"
            row.label(text=text, icon="RADIOBUT_ON" if chosen else "RADIOBUT_OFF")
            buttons = _at_the_end(row)
            use = buttons.operator("motionctrl.choose_model", text="In Use" if chosen else "Use", depress=chosen)
            use.folder = str(model.folder)
            if model.description.licence:
                lines(entry, context, f"Licence: {model.description.licence}", "BLANK1")
        if downloaded:
            buttons.operator("motionctrl.delete_model", text="", icon="TRASH").folder = str(model.folder)
    if not downloaded:
        return
    for item in shelf.unfinished(library):
        row = layout.row()
        percent = 100 * item.done // max(item.offer.bytes, 1)
        row.label(text=f"{item.offer.name}, {percent} % of {item.offer.bytes / 1e6:.1f} MB", icon="PAUSE")
        buttons = _at_the_end(row)
        buttons.operator("motionctrl.download_model", text="Resume").folder = str(item.folder)
        buttons.operator("motionctrl.delete_model", text="", icon="TRASH").folder = str(item.folder)


def _at_the_end(row: bpy.types.UILayout) -> bpy.types.UILayout:
    """A place at the right of a row, as narrow as its buttons, so that the text has the rest."""
    place = row.row(align=True)
    place.alignment = "RIGHT"
    return place


def _draw_offer(layout: bpy.types.UILayout, offer: Offer, library: Path) -> None:
    box = layout.box()
    column = box.column(align=True)
    column.label(text=f"{offer.name} of {offer.repository}, commit {offer.commit[:10]}")
    existing = next(path for path in (library, *library.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(existing).free
    column.label(text=f"{offer.bytes / 1e6:.1f} MB in {len(offer.files)} files; {free / 1e9:.1f} GB are free")
    column.label(text=f"Licence: {offer.licence or 'none is named'}")
    column.label(text=f"From {offer.endpoint}")
    row = box.row(align=True)
    if folder_for(offer, library).exists():
        row.label(text="It is on this machine already", icon="CHECKMARK")
    else:
        row.operator("motionctrl.download_model", text=f"Download {offer.bytes / 1e6:.1f} MB", icon="IMPORT")
    row.operator("wm.url_open", text="Open Page", icon="URL").url = offer.page


def _draw_download(layout: bpy.types.UILayout, worker: Download) -> None:
    progress = worker.progress or Progress(0, worker.offer.bytes, worker.offer.name)
    factor = progress.done / max(progress.total, 1)
    layout.progress(factor=factor, text="Stopping" if worker.cancelling() else _words(worker, progress))
    row = layout.row(align=True)
    row.operator("motionctrl.pause_download", icon="PAUSE")
    row.operator("motionctrl.cancel_download", icon="CANCEL")


def _words(worker: Download, progress: Progress) -> str:
    """What the download does right now."""
    if progress.state == "waiting":
        return "Waiting for the network"
    if progress.state == "checking":
        return f"Checking {progress.file}"
    left = worker.seconds_left()
    text = f"{progress.done / 1e6:.1f} of {progress.total / 1e6:.1f} MB"
    return text if left is None else f"{text}, {left:.0f} s left"
