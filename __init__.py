"""MotionCtrl for Blender: the extension's entry; all of it is in motionctrl_blender."""


def register():
    from .motionctrl_blender import registration

    registration.register()


def unregister():
    from .motionctrl_blender import registration

    registration.unregister()
