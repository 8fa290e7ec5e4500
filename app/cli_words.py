"""Words of help screens that typer writes itself: the headings and the line of `--help`.

Owns `HELP_HEADINGS`, by typer's names for them, and `HELP_OPTION`, typer's own text, here for the catalogue.
"""

from app.language import N_

HELP_OPTION = N_("Show this message and exit.")
HELP_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}
