"""What a message of an error is made of: its sentence and its hints, as catalogue texts.

Owns `Message` and the hint that several rooms share, `OUR_FAULT`.
"""

from typing import NamedTuple

from app.language import N_


class Message(NamedTuple):
    """A sentence and a hint, as catalogue messages with the error's values in braces.

    `command` is the hint where there is no window, if it is not the same.
    """

    sentence: str
    hint: str
    command: str = ""


OUR_FAULT = N_("This is a fault of the program. Please report it with the version and what you did.")
