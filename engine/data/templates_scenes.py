"""Phrases for what a trial shows as a whole, by the tag that its description stands for (see scenes.py)."""

from __future__ import annotations

SCENES: dict[str, tuple[str, ...]] = {
    "walk.sad": (
        "*walk sadly", "*walk with a heavy heart", "*trudge along, feeling down",
        "*walk slowly with {p} head down", "*walk as if depressed", "*walk forward in a weary way",
        "*shuffle along, tired", "*walk ahead like someone who is exhausted",
    ),
    "walk.stealth": (
        "*sneak", "*walk stealthily", "*creep forward", "*walk quietly on tiptoe",
        "*sneak ahead on soft feet",
    ),
    "walk.stride": (
        "*walk with long strides", "*stride along", "*walk with exaggerated steps",
        "*take big steps forward", "*walk with very large steps",
    ),
    "walk.uneven": (
        "*walk on uneven terrain", "*walk over rough ground", "*step carefully over uneven ground",
        "*walk across bumpy terrain",
    ),
    "walk.eight": ("*walk along a figure eight", "*walk in curves", "*walk around in a figure of eight"),
    "dribble": (
        "*dribble a basketball", "*dribble a ball", "*play basketball and *dribble",
        "*bounce a ball along",
    ),
    "dribble.forward": (
        "*dribble a basketball forward", "*move forward dribbling a ball", "*dribble ahead",
    ),
    "dribble.backward": ("*dribble a basketball backwards", "*move backwards dribbling a ball"),
    "dribble.side": ("*dribble a basketball sideways to the {side}", "*dribble while moving {side}"),
    "dribble.turn": ("*dribble a basketball and *turn {side}", "*dribble around a corner to the {side}"),
    "shoot": (
        "*shoot a basketball", "*throw a basketball at the hoop", "*take a jump shot",
        "*throw a ball up high",
    ),
    "roll": (
        "*run and *dive into a roll", "*dive forward and *roll over", "*do a forward roll and *run on",
    ),
    "hurdle": (
        "*run and *jump over an obstacle", "*leap over something while running", "*jump over a hurdle",
    ),
    "duck": (
        "*run and *duck under something", "*duck low while running",
        "*run, *bend low under a bar and *run on",
    ),
    "run.over": ("*run over an obstacle", "*run and *step over something"),
    "leap": ("*run and *leap", "*take a big leap while running", "*run and *jump far"),
    "sit.down": (
        "*sit down", "*take a seat", "*sit down on a stool", "*lower {p} body onto a seat",
        "*settle on a seat", "*go and *sit down", "*sit on a chair",
    ),
    "sit.stay": (
        "*sit", "*stay seated", "*sit on a stool", "*sit on a low chair", "*remain sitting",
        "*rest on a seat",
    ),
    "sit.rise": (
        "*stand up from a chair", "*get up from the seat", "*rise from a stool", "*stand up from sitting",
    ),
    "sit.chin": (
        "*sit with {p} chin in {p} hand", "*sit thinking, hand on the chin",
        "*sit on a stool, resting {p} chin",
    ),
    "sit.swing": ("*sit and *swing {p} legs", "*sit dangling the legs"),
    "sit.both": (
        "*sit down and *stand up again", "*sit on a stool, then *stand up", "*take a seat and *get up",
    ),
    "motorcycle": (
        "*ride a motorcycle", "*sit on a motorbike", "*mount a motorcycle", "*get on a motorbike",
    ),
    "box": (
        "*box", "*throw punches", "*do shadow boxing", "*fight with the fists", "*do some boxing",
        "*punch the air", "*throw jabs and hooks", "*throw a few punches in a boxing stance",
    ),
    "guard": ("*stand in a boxing stance", "*hold the fists up in guard"),
    "sword": (
        "*fight with a sword", "*swing a sword", "*practise swordplay", "*do a sword fight",
        "*slash with a sword",
    ),
    "kata": (
        "*do karate", "*perform a karate kata", "*practise martial arts", "*go through karate moves",
    ),
    "karate.front": (
        "*do karate front kicks", "*practise front kicks in karate style", "*do a front kick out of a karate stance",
        "*practise martial-arts front kicks",
    ),
    "karate.round": (
        "*do a karate roundhouse kick", "*practise karate roundhouse kicks", "*do a martial-arts roundhouse kick",
    ),
    "karate.side": (
        "*do a karate side kick", "*practise karate side kicks", "*do side kicks out of a karate stance",
        "*practise martial-arts side kicks",
    ),
    "karate.kick": (
        "*do a karate kick with {p} {side} leg", "*kick with the {side} foot in karate style",
        "*do a {side} karate kick", "*practise a martial-arts kick with the {side} leg",
        "*go through karate moves and *kick with the {side} foot",
    ),
    "karate.high": ("*do a high karate kick with the {side} leg", "*kick up high with {p} {side} foot in karate style"),
    "karate.kicks": (
        "*do {n} karate kicks", "*do several karate kicks", "*practise karate kicks again and again",
        "*go through a martial-arts routine of kicks",
    ),
    "karate.block": (
        "*do a karate block", "*block low with the arm in karate style", "*practise karate blocks",
    ),
    "karate.knife": ("*do a knife-hand block", "*practise karate with open hands"),
    "karate.punch": ("*do a karate lunge punch", "*step and *punch in karate style"),
    "reach.up": (
        "*reach up high", "*stretch up to get something from above", "*reach for something overhead",
        "*stand on tiptoe and *reach up",
    ),
    "reach.jump": ("*jump up to grab something", "*jump and *reach up", "*jump to touch something above"),
    "wash.windows": (
        "*wash a window", "*wipe a window", "*clean windows", "*polish a pane of glass with a cloth",
        "*wipe a wall with {p} hand",
    ),
    "mop": ("*clean the floor with a mop", "*push a mop back and forth", "*sweep the floor"),
    "wash.self": ("*wash {p} body", "*take a shower", "*wash"),
    "drink": (
        "*drink from a bottle", "*drink soda", "*open a bottle and *drink", "*take a sip of a drink",
    ),
    "bottle": ("*handle a bottle", "*screw the cap of a bottle", "*hold a bottle in front of the body"),
    "laugh": (
        "*laugh", "*laugh out loud", "*laugh heartily", "*shake with laughter", "*giggle at something",
    ),
    "traffic": (
        "*direct traffic", "*gesture to passing cars", "*give hand signals to traffic",
        "*gesture like a traffic policeman",
    ),
    "referee": (
        "*give basketball referee signals", "*gesture like a referee", "*make hand signs like a referee",
    ),
    "teapot": ("*act out the teapot song", "*act out a nursery rhyme", "*play a little teapot"),
    "alaska": (
        "*act out a story about Alaska", "*mime a holiday in the cold", "*tell a story with gestures",
    ),
    "climb.steps.up": ("*climb steps", "*walk up a few stairs", "*go up some steps", "*climb stairs", "*step upstairs"),
    "climb.steps.down": ("*walk down a few stairs", "*go down some steps", "*come down the stairs"),
    "climb.ladder.up": ("*climb a ladder", "*go up a ladder", "*climb up on a ladder"),
    "climb.ladder.down": ("*climb down a ladder", "*come down from a ladder"),
    "playground": (
        "*climb on playground equipment", "*climb on a jungle gym", "*play on a climbing frame",
        "*clamber around on a playground",
    ),
    "salsa": (
        "*dance salsa with a partner", "*dance the salsa", "*do salsa steps", "*dance a Latin dance",
        "*move to salsa music", "*dance salsa steps", "*do a lively salsa",
    ),
    "salsa.turn": (
        "*dance salsa and *turn {side}", "*turn to the {side} in a salsa dance",
        "*spin {side} while dancing salsa",
    ),
    "indian": (
        "*dance an Indian dance", "*do classical Indian dance", "*dance Bharatanatyam",
        "*perform an Indian dance",
    ),
    "ballet": (
        "*dance ballet", "*dance gracefully", "*do ballet moves", "*dance with flowing arms",
        "*perform a ballet dance",
    ),
    "dance": ("*dance", "*dance around", "*perform a dance", "*dance freely"),
    "pirouette": (
        "*do a pirouette", "*dance and *spin to the {side}", "*spin {side} in a dance",
        "*twirl in a ballet turn",
    ),
    "arabesque": (
        "*do an arabesque", "*dance and *lift one leg behind", "*hold a ballet pose on one leg",
    ),
    "grand.jete": ("*do a ballet leap", "*leap in a dance", "*dance and *jump gracefully"),
    "dance.pose": ("*hold a dance pose", "*stand in a folded dance pose"),
    "balance": (
        "*balance with outstretched arms", "*balance on one leg with arms out",
        "*stand on one leg, arms spread",
    ),
    "cartwheel": (
        "*do a cartwheel", "*perform a cartwheel", "*turn a cartwheel", "*do one cartwheel", "*do a single cartwheel",
        "*cartwheel once",
    ),
    "cartwheels": (
        "*do cartwheels", "*do {n} cartwheels", "*turn {n} cartwheels in a row", "*perform several cartwheels",
        "*cartwheel {n} times", "*cartwheel sideways again and again",
    ),
    "backflip": ("*do a backflip", "*jump into a backward somersault", "*do a flip backwards"),
    "sideflip": ("*do a side flip", "*somersault sideways in the air"),
    "handspring": ("*do a handspring", "*spring over {p} hands", "*do a front handspring"),
    "jumpkick": (
        "*do a jump kick", "*jump and *kick in the air", "*do a flying kick", "*jump and *kick with {p} {side} foot",
        "*do a flying kick with the {side} leg",
    ),
    "ropes": ("*do acrobatics on ropes", "*hang on ropes and *spin"),
    "exercise": ("*exercise", "*do gymnastics", "*work out", "*do warm-up exercises"),
    "range": (
        "*move all joints through their range", "*do a range of motion exercise", "*loosen up the limbs",
    ),
    "animal": (
        "*move like a {animal}", "*pretend to be a {animal}", "*act like a {animal}",
        "*imitate a {animal}", "*play a {animal}",
    ),
}  # fmt: skip
