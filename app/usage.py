"""What is wrong with a command as it was typed, as one sentence and a hint in the reader's language.

Typer says these things in English only; its exceptions carry what is needed to say them again. They are told apart by
what they carry, for Typer names only one of their classes in public.
"""

from collections.abc import Iterable
from typing import Any

from typer import BadParameter, TyperException

from app.language import N_, Language
from app.messages import Said

_LISTED = ", "


def wrong_usage(error: TyperException, language: Language) -> Said:
    """Return what the command line says of a command it does not understand."""
    return Said(_sentence(error, language), _hint(error, language))


def _sentence(error: Any, language: Language) -> str:
    if isinstance(error, BadParameter) and error.param is None:
        return error.message  # a command of ours says what it misses
    if isinstance(error, BadParameter):
        missing = hasattr(error, "param_type")
        said = N_("{name} is missing.") if missing else N_("{name} cannot have this value.")
        return language.say(said, name=_name(error.param))
    if hasattr(error, "possibilities"):
        return language.say(N_("There is no option {name}."), name=error.option_name)
    if hasattr(error, "option_name"):
        return language.say(
            N_("The option {name} needs one value, or none where it is a switch."), name=error.option_name
        )
    if _commands(error):
        return language.say(N_("There is no such command."))
    return language.say(N_("The command does not understand all that was typed."))


def _hint(error: Any, language: Language) -> str:
    of_option = getattr(error, "possibilities", None) or ()
    about_command = not isinstance(error, BadParameter) and not hasattr(error, "option_name")
    if known := _commands(error) if about_command else sorted(of_option):
        return language.say(N_("There are: {known}."), known=_LISTED.join(known))
    path = error.ctx.command_path if getattr(error, "ctx", None) else "lachan"
    return language.say(N_("Type {command} --help to see how it is written."), command=path)


def _name(parameter: Any) -> str:
    """Return an option or argument as it is typed."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name)


def _commands(error: Any) -> Iterable[str]:
    """Return the commands there are to choose from where one is expected."""
    context = getattr(error, "ctx", None)
    return tuple(getattr(context.command, "commands", {})) if context else ()
