"""Phrases for measured actions: travel, turns, jumps, limbs, posture.

A phrase marks its verbs with a star and the owner of a limb with {p} (see gestures/language.py). Slots: {adv}
speed word or nothing, {side} and {other} left or right, {clock} clockwise or counterclockwise, {n} a number
word. Every phrase of a tag says the same; the tag is chosen from measurements, so that each phrase is true.
"""

from __future__ import annotations

WALK = {
    "walk.forward": (
        "*walk {adv} forward", "*walk {adv} straight ahead", "*walk {adv}", "*walk {adv} forwards",
        "*go forward {adv} on foot", "*walk {adv} in a straight line", "*take steps forward {adv}",
        "*move forward {adv}", "*stroll ahead {adv}", "*walk {adv} ahead", "*step forward {adv}",
        "*walk {adv} straight forward", "*advance {adv} at a walk",
    ),
    "walk.some": ("*walk {adv} around", "*walk {adv} about", "*walk {adv}", "*move around {adv} on foot"),
    "walk.backward": (
        "*walk {adv} backwards", "*walk {adv} backward", "*step back {adv}", "*back up {adv}",
        "*back away {adv}", "*go {adv} backwards", "*take {adv} steps back", "*move {adv} backwards",
        "*retreat {adv}",
    ),
    "walk.side": (
        "*step {adv} to the {side}", "*sidestep {adv} to the {side}",
        "*walk {adv} sideways to the {side}", "*move {adv} sideways to the {side}",
        "*go {adv} to the {side} sideways", "*shuffle {adv} to the {side}", "*take steps to {p} {side}",
        "*walk sideways {adv}, to the {side}",
    ),
    "walk.veer": (
        "*walk {adv} forward and *veer {side}", "*walk {adv} and *drift to the {side}",
        "*walk {adv} in a slight curve to the {side}", "*walk {adv} and *bear {side}",
        "*walk {adv} ahead, curving to the {side}", "*walk {adv}, turning slightly {side}",
        "*veer {side} while walking {adv}", "*walk {adv} and gradually *turn {side}",
    ),
    "walk.turn": (
        "*walk {adv} and *turn {side}", "*walk {adv}, then *turn to the {side}",
        "*turn {side} while walking {adv}", "*walk {adv} and *make a {side} turn",
        "*walk {adv} ahead and *turn to the {side}", "*take a {side} turn while walking {adv}",
        "*walk {adv} around a corner to the {side}", "*walk {adv} and *change direction to the {side}",
        "*walk {adv} forward, turning {side}", "*walk {adv} and *make a turn to {p} {side}",
    ),
    "walk.sharp": (
        "*walk {adv} and *make a sharp {side} turn", "*walk {adv} and *turn ninety degrees to the {side}",
        "*walk {adv}, *make a 90 degree turn {side}", "*walk {adv} and *turn sharply {side}",
    ),
    "walk.uturn": (
        "*walk {adv} and *turn around to the {side}", "*walk {adv}, then *turn around",
        "*walk {adv}, *make a u-turn to the {side}", "*walk {adv} and *turn back",
        "*turn around while walking {adv}", "*walk {adv} one way and *come back",
    ),
    "walk.circle": (
        "*walk {adv} in a circle", "*walk {adv} around in a circle to the {side}",
        "*walk {adv} in a {clock} circle", "*circle around to the {side} {adv}",
        "*walk {adv} in a loop, turning {side}", "*go around in a circle {adv}",
        "*walk {adv} along a round path", "*walk {clock} in a ring {adv}",
    ),
    "walk.circles": (
        "*walk {adv} in circles", "*walk {adv} round and round to the {side}",
        "*walk {clock} in circles again and again", "*walk {adv} around in circles to the {side}",
    ),
    "walk.start": ("*start to walk {adv}", "*start walking from a stand"),
    "walk.stop": (
        "*walk {adv} and *stop", "*walk {adv} forward, then *come to a halt",
        "*walk {adv} and then *stand still", "*walk a few steps and *stop",
    ),
    "walk.start_stop": (
        "*start walking, then *stop", "*walk a few steps and *come to rest", "*walk and *stop again",
    ),
}

RUN = {
    "run.forward": (
        "*run {adv} forward", "*run {adv}", "*run {adv} straight ahead", "*run {adv} ahead",
        "*run {adv} in a straight line", "*go forward at a run", "*move forward running {adv}",
        "*run {adv} forwards", "*run straight on {adv}",
    ),
    "jog.forward": (
        "*jog {adv} forward", "*jog {adv}", "*jog {adv} straight ahead", "*go jogging {adv}",
        "*jog forward in a straight line", "*run at a jogging pace", "*jog along {adv}",
        "*run {adv} at an easy pace",
    ),
    "sprint.forward": (
        "*sprint forward", "*run fast", "*dash ahead", "*run forward at full speed",
        "*sprint straight ahead", "*run as fast as possible", "*race forward",
    ),
    "run.veer": (
        "*run {adv} and *veer {side}", "*run {adv} in a slight curve to the {side}",
        "*run {adv}, drifting {side}", "*run {adv} forward and *bear {side}",
    ),
    "run.turn": (
        "*run {adv} and *turn {side}", "*run {adv}, then *turn to the {side}",
        "*turn {side} while running {adv}", "*run {adv} and *make a {side} turn",
        "*run {adv} around a corner to the {side}", "*run {adv} and *change direction to the {side}",
        "*run {adv} forward, turning {side}",
    ),
    "run.sharp": (
        "*run and *make a sharp {side} turn", "*run and *turn ninety degrees {side}",
        "*run {adv} and *cut sharply to the {side}",
    ),
    "run.uturn": (
        "*run and *turn around", "*run {adv}, then *turn back", "*run and *make a u-turn to the {side}",
    ),
    "run.circle": (
        "*run {adv} in a circle", "*run {adv} around in a circle to the {side}", "*run in a {clock} circle",
    ),
    "run.circles": ("*run {adv} in circles", "*run {adv} round and round to the {side}", "*jog in circles {clock}"),
    "run.side": (
        "*run {adv} and *step aside to the {side}", "*run and *dodge to the {side}",
        "*run with a side step to the {side}",
    ),
    "run.start": (
        "*start running", "*start to run {adv}", "*speed up into a run", "*walk and then *start to run",
    ),
    "run.stop": (
        "*run {adv} and *stop", "*run and *come to a sudden stop",
        "*run {adv}, then *slow down and *stop", "*stop after running",
    ),
    "run.place": ("*jog in place", "*run in place", "*jog on the spot", "*run on the spot"),
    "run.backward": ("*run backwards", "*jog backwards"),
}

TURN = {
    "turn.place": (
        "*turn {side} on the spot", "*turn to the {side}", "*turn {side}", "*turn {p} body to the {side}",
        "*rotate to the {side} in place", "*face {side}", "*turn to {p} {side} without going anywhere",
    ),
    "turn.around": (
        "*turn around", "*turn around in place", "*turn around to the {side}",
        "*make a half turn to the {side}", "*turn to face the other way", "*spin around to the {side}",
        "*turn back to front", "*do an about-face over the {side} side",
        "*turn through 180 degrees to the {side}",
    ),
    "turn.full": (
        "*spin around", "*spin once to the {side}", "*turn all the way around",
        "*make a full turn to the {side}", "*do a full turn {side} on the spot", "*twirl around",
        "*turn a full circle in place",
    ),
}

JUMP = {
    "jump.up": (
        "*jump", "*jump up in the air", "*jump straight up", "*jump up and *land", "*leap upward",
        "*do a jump", "*hop up with both feet", "*spring into the air", "*jump vertically",
        "*make a jump on the spot", "*bend {p} knees and *jump up",
    ),
    "jump.high": (
        "*jump high", "*jump as high as possible", "*jump high into the air", "*do a high jump",
        "*leap high up",
    ),
    "jump.forward": (
        "*jump forward", "*jump forwards", "*leap forward with both feet", "*jump ahead",
        "*do a standing long jump", "*jump a step forward", "*make a jump forward",
        "*jump forward off both legs", "*leap ahead", "*do a forward jump",
        "*hop forward with both legs together",
    ),
    "jump.backward": ("*jump backwards", "*jump back", "*leap back"),
    "jump.side": ("*jump to the {side}", "*jump sideways to the {side}", "*leap to the {side}"),
    "jump.several": (
        "*jump up and down", "*jump several times", "*jump {n} times", "*do several jumps",
        "*bounce up and down", "*jump again and again", "*jump up and down on the spot",
    ),
    "jump.forward_several": (
        "*jump forward several times", "*jump forward {n} times", "*do forward jumps in a row",
        "*do {n} jumps forward",
    ),
    "jump.turn": (
        "*jump and *turn {side} in the air", "*do a jump turn to the {side}",
        "*jump while turning {side}", "*jump up and *spin to the {side}",
    ),
    "jump.running": (
        "*run and *jump", "*run up and *leap", "*take a running jump", "*run, *leap and *land",
        "*jump over something while running",
    ),
    "hop": (
        "*hop on one foot", "*hop on {p} {side} leg", "*hop on the {side} foot",
        "*hop several times on one leg", "*jump on {p} {side} leg", "*hop up and down on the {side} foot",
        "*bounce on one leg",
    ),
    "hop.forward": (
        "*hop forward", "*hop forward on the {side} leg", "*hop ahead on one leg",
        "*go forward by hopping",
    ),
}

LEGS = {
    "kick": (
        "*kick with {p} {side} leg", "*kick with the {side} foot", "*do a {side} kick",
        "*kick {side} foot forward", "*give a kick with the {side} leg", "*kick out with {p} {side} foot",
        "*kick using the {side} leg", "*throw a kick with {p} {side} leg",
        "*perform a kick with {p} {side} foot",
    ),
    "kick.plain": ("*kick", "*do a kick", "*kick in front", "*throw a kick"),
    "kick.high": (
        "*kick high with {p} {side} leg", "*do a high {side} kick", "*kick up high with the {side} foot",
    ),
    "kick.several": (
        "*kick several times", "*kick {n} times", "*throw several kicks", "*kick again and again",
    ),
    "kick.ball": (
        "*kick a ball with {p} {side} foot", "*kick a soccer ball with the {side} foot",
        "*shoot a football with {p} {side} leg", "*kick the ball", "*strike a ball with {p} {side} foot",
        "*take a shot at goal with the {side} foot", "*pass a ball with {p} {side} foot",
        "*play soccer and *kick the ball with the {side} foot",
        "*run up and *kick a ball with the {side} leg",
    ),
    "leg.lift": (
        "*lift {p} {side} leg", "*raise {p} {side} leg", "*swing {p} {side} leg up",
        "*hold up {p} {side} leg", "*lift the {side} foot off the floor",
        "*raise {p} {side} leg off the ground",
    ),
    "leg.balance": (
        "*balance on {p} {other} leg", "*stand on one leg",
        "*stand on {p} {other} foot with the {side} leg lifted", "*balance on one foot",
        "*stand on the {other} leg only",
    ),
    "march": (
        "*march in place", "*march on the spot", "*lift {p} knees high in place",
        "*step in place with high knees", "*do high knees", "*march lifting the knees up",
    ),
    "march.forward": (
        "*march forward", "*march ahead with high knees", "*stride forward lifting the knees high",
    ),
    "step.over": ("*step over something", "*lift {p} feet high over obstacles"),
}

ARMS = {
    "arm.up": (
        "*raise {p} {side} arm", "*lift {p} {side} hand above the head", "*raise the {side} arm up",
        "*hold {p} {side} hand up", "*put {p} {side} hand up in the air",
        "*stretch {p} {side} arm upwards", "*raise {p} {side} hand over {p} head",
        "*reach up with {p} {side} hand", "*lift the {side} arm high", "*stick {p} {side} arm up",
        "*point {p} {side} hand at the sky",
    ),
    "arms.up": (
        "*raise both arms", "*raise both hands above the head", "*lift {p} arms over {p} head",
        "*put both hands up in the air", "*stretch both arms up", "*hold {p} arms up high",
        "*reach up with both hands", "*put {p} hands up", "*throw both arms up",
        "*raise {p} arms overhead",
    ),
    "arms.out": (
        "*stretch both arms out to the sides", "*hold {p} arms out sideways", "*spread {p} arms wide",
        "*extend both arms to the sides", "*make a T-pose with the arms",
    ),
    "arm.out": (
        "*stretch {p} {side} arm out to the side", "*hold the {side} arm out sideways",
        "*extend {p} {side} arm to the {side}",
    ),
    "arm.front": (
        "*stretch {p} {side} arm out in front", "*point forward with {p} {side} hand",
        "*reach forward with {p} {side} arm", "*hold the {side} arm out to the front",
    ),
    "arms.front": (
        "*stretch both arms forward", "*hold both arms out in front", "*reach forward with both hands",
    ),
    "wave": (
        "*wave with {p} {side} hand", "*wave {p} {side} hand", "*wave {p} {side} arm in the air",
        "*wave hello using the {side} hand", "*wave goodbye with {p} {side} hand", "*wave the {side} arm",
        "*greet someone by waving the {side} hand",
    ),
    "waves": (
        "*wave both hands", "*wave {p} arms in the air", "*wave with both arms", "*wave both arms about",
    ),
    "arms.busy": ("*move both arms about", "*swing {p} arms around", "*gesture with both hands"),
    "arm.busy": (
        "*move {p} {side} arm about", "*gesture with {p} {side} hand", "*use mostly the {side} hand",
    ),
    "punch": (
        "*punch with the {side} hand", "*throw a punch with {p} {side} fist",
        "*punch forward with {p} {side} arm", "*do a {side} punch", "*strike with {p} {side} fist",
    ),
    "punch.both": (
        "*throw punches with both hands", "*punch with both fists", "*box with the air",
        "*throw a series of punches", "*punch several times", "*fight like a boxer",
        "*throw a combination of punches",
    ),
    "clap": ("*clap", "*clap {p} hands together", "*clap several times", "*clap both hands", "*applaud"),
}

POSTURE = {
    "still": (
        "*stand without moving", "*stand", "*stand quietly", "*stay in place", "*stay in one place",
        "*stand motionless", "*do nothing, just *stand", "*hold still", "*remain standing",
        "*wait standing",
    ),
    "stand": ("*stand on the spot", "*stand in place", "*stay on the spot"),
    "bow": (
        "*bow", "*bow forward", "*bend {p} upper body forward", "*bend forward at the waist",
        "*take a bow", "*lean far forward and *rise again", "*bow down and *straighten up",
    ),
    "bend": (
        "*bend down", "*bend over", "*bend down towards the floor", "*bend forward and *reach down",
        "*bend over and *come back up", "*reach down to the ground", "*stoop down",
    ),
    "pick": (
        "*pick something up off the ground", "*bend down to pick up an object",
        "*bend down and *lift something up", "*pick up an object from the ground",
        "*scoop something up from the floor",
    ),
    "bends": ("*bend down {n} times", "*bend over again and again", "*bend forward several times"),
    "squat": (
        "*squat", "*do a squat", "*squat down and *rise", "*bend {p} knees deeply and *stand back up",
        "*go down into a squat and *come up", "*do one squat", "*do a single squat", "*squat once",
    ),
    "squats": (
        "*do squats", "*do {n} squats", "*squat {n} times", "*squat up and down", "*squat several times",
        "*exercise with squats", "*go down and up in squats",
    ),
    "crouch": ("*crouch", "*crouch down", "*get down low", "*duck down", "*crouch close to the ground"),
    "rise": ("*stand up", "*rise up", "*get up", "*come up to a standing position", "*straighten up"),
    "twist": (
        "*twist {p} upper body from side to side", "*do side twists", "*turn {p} torso left and right",
        "*twist at the waist", "*rotate {p} shoulders from side to side",
    ),
    "stretch": ("*stretch", "*do stretching exercises", "*stretch {p} body", "*warm up by stretching"),
    "jacks": (
        "*do some jumping jacks", "*perform jumping jacks", "*jump while spreading arms and legs",
        "*do star jumps", "*exercise with jumping jacks", "*do {n} jumping jacks",
        "*jump with legs apart and arms overhead, again and again",
    ),
}

PHRASES: dict[str, tuple[str, ...]] = {**WALK, **RUN, **TURN, **JUMP, **LEGS, **ARMS, **POSTURE}
