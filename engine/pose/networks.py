"""Where BlazePose's networks lie: inside the extension, or where ``fetch`` has put them."""

from __future__ import annotations

from pathlib import Path

DETECTOR, LANDMARKER = "pose_detection.tflite", "pose_landmark_full.tflite"
_ROOT = Path(__file__).resolve().parents[2]
SHIPPED = _ROOT / "assets" / "vision"
BUILT = _ROOT / "build" / "vision"


def landmark_networks() -> Path:
    """The folder that holds both networks; opening them says what is missing where there is none."""
    whole = [folder for folder in (SHIPPED, BUILT) if all((folder / name).is_file() for name in (DETECTOR, LANDMARKER))]
    return whole[0] if whole else BUILT
