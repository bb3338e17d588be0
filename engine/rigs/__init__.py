"""Any rig's motion as the body's: which joint is which, rest poses, retargeting."""
