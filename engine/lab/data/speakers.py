"""Who a sentence speaks of, or to, in other words: for ``paraphrase``."""

from __future__ import annotations

_SUBJECT = r"^(?:a person|someone|the person|a man|a woman|the character|the figure|a human|the actor|a figure|a guy)\b"
_ANYONE = r"^(?:a person|someone|a man|a woman|the actor|a guy|a human)"
_IMPERATIVE = (
    r"^(?:please )?(?!make (?:the|him|her)\b)"
    r"(?=(?:walk|run|jog|jump|hop|kick|punch|wave|raise|lift|bow|squat|sit|crouch|turn|spin|point|reach|"
    r"stretch|march|clap|swing|bend|stand|step|dance|nod|lunge|kneel|throw|hold|put|do|make|take|skip|sneak|balance)\b)"
)
# Who is spoken of, or to: for whole sentences, not for what one limb does.
SPEAKERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Who does it, by what is done.
    (
        rf"{_ANYONE}(?= (?:kicks (?:a|the) (?:ball|football|soccer ball)))",
        ("a footballer", "a soccer player", "the player", "someone", "a kid", "a person"),
    ),
    (
        rf"{_ANYONE}(?= (?:punches|boxes|hits|strikes|throws .*punch|kicks with|throws .*kick))",
        ("a boxer", "a fighter", "the fighter", "a martial artist", "someone", "a person", "a man"),
    ),
    (
        rf"{_ANYONE}(?= (?:squats|does .*(?:squats|jacks|star jumps)|performs .*jacks|jumps|runs))",
        ("an athlete", "the athlete", "a sportswoman", "a gymnast", "someone", "a person", "a man"),
    ),
    (
        rf"{_ANYONE}(?= (?:claps|applauds|bows|takes a bow))",
        ("a guest", "an actress", "the audience", "a gentleman", "someone", "a person", "a woman"),
    ),
    (
        rf"{_ANYONE}(?= (?:walks|turns|marches|stands|waits|sits|waves|raises|points))",
        ("a pedestrian", "a child", "a soldier", "a tourist", "a teacher", "someone", "a person", "a man", "a woman"),
    ),
    (
        _SUBJECT,
        (
            "a person",
            "someone",
            "somebody",
            "the person",
            "a man",
            "a woman",
            "the character",
            "the figure",
            "a human",
            "the actor",
            "the athlete",
            "the performer",
            "a boy",
            "a girl",
            "an adult",
            "this person",
            "a young man",
            "a lady",
            "the hero",
            "our character",
            "one person",
            "the animated character",
        ),
    ),
    (
        r"^((?:an?|the|this|our|one) \w+|someone|somebody) is (?=\w+ing\b)",
        (r"\1 is ", r"\1, ", r"\1 ", r"we see \1 ", r"there is \1 "),
    ),
    (
        _IMPERATIVE,
        (
            "",
            "",
            "",
            "please ",
            "now ",
            "just ",
            "you ",
            "let the character ",
            "make the character ",
            "have the person ",
            "i want you to ",
            "can you ",
            "try to ",
            "go and ",
            "make him ",
            "let her ",
        ),
    ),
    (
        r"^make (?:a|the) (?:person|character|man|woman|figure) (?=[a-z])",
        ("make the character ", "let the character ", "have the character ", "make him ", "make her ", ""),
    ),
    (
        r"^(?:please |now )?(?:raise|lift|put|hold|bring) (both|the|your) (arms|hands)(?: up)?$",
        (r"\2 up", r"both \2 up", r"\2 up in the air", r"raise \1 \2", r"put \1 \2 up"),
    ),
    (
        r"^(?:please |now )?(?:raise|lift|put|hold|bring) (the|your) (left|right) (arm|hand)(?: up)?$",
        (r"\2 \3 up", r"\2 \3 up in the air", r"raise \1 \2 \3", r"put \1 \2 \3 up"),
    ),
    (
        r"^(?:please )?(?:do|perform|throw|take|make) "
        r"(?=(?:some |several |two |three |four |)\w+(?: \w+)?s(?:$| to the))",
        ("", "", "do ", "perform ", "now "),
    ),
    (
        r"^(?:please )?(?:do|throw|make|take|give|perform|deliver) (an? )",
        (r"do \1", r"\1", r"\1", r"now \1", r"perform \1"),
    ),
    (r"^(?!bring|swing|sing|fling|spring|cling)(?=\w+ing )", ("", "start ", "keep ", "someone ", "a person ")),
    (r"$", ("", "", "", "", "", "", "", "", "", ", please", " please")),
)
