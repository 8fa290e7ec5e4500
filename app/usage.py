"""What is wrong with a command as it was typed, as one sentence and a hint in the reader's language.

Typer says these things in English only; its exceptions carry what is needed to say them again.
"""

from collections.abc import Mapping

from typer._click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption, UsageError

from app.language import N_, Language
from app.messages import Said

_LISTED = ", "


def wrong_usage(error: UsageError, language: Language) -> Said:
    """Return what the command line says of a command it does not understand."""
    return Said(_sentence(error, language), _hint(error, language))


def _sentence(error: UsageError, language: Language) -> str:
    match error:
        case MissingParameter():
            return language.say(N_("{name} is missing."), name=_name(error))
        case BadParameter():
            return language.say(N_("{name} cannot have this value."), name=_name(error))
        case NoSuchOption():
            return language.say(N_("There is no option {name}."), name=error.option_name)
        case BadOptionUsage():
            return language.say(
                N_("The option {name} needs one value, or none where it is a switch."), name=error.option_name
            )
        case _ if _commands(error):
            return language.say(N_("There is no such command."))
        case _:
            return language.say(N_("The command does not understand all that was typed."))


def _hint(error: UsageError, language: Language) -> str:
    known = _commands(error)
    if known and type(error) is UsageError:
        return language.say(N_("There are: {known}."), known=_LISTED.join(known))
    if isinstance(error, NoSuchOption) and error.possibilities:
        return language.say(N_("There are: {known}."), known=_LISTED.join(sorted(error.possibilities)))
    path = error.ctx.command_path if error.ctx else "lachan"
    return language.say(N_("Type {command} --help to see how it is written."), command=path)


def _name(error: BadParameter) -> str:
    """Return an option or argument as it is typed."""
    if error.param is None:
        return str(error.param_hint or "")
    if error.param.param_type_name == "option":
        return max(error.param.opts, key=len)
    return str(error.param.metavar or error.param.name)


def _commands(error: UsageError) -> Mapping[str, object]:
    """Return the commands there are to choose from where one is expected."""
    return getattr(error.ctx.command, "commands", {}) if error.ctx else {}
