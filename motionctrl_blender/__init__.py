"""What Blender sees of MotionCtrl; the only package that imports bpy."""
