"""Qt's own texts, answered from our catalogue: buttons, file dialogs, context menus. Qt has no Vietnamese of its own.

`Translator.speak` also gives every widget the language's numbers and dates.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.language import N_, Code, Language

QT_TEXTS = {
    "QPlatformTheme": (
        N_("OK"), N_("Save"), N_("Save All"), N_("Open"), N_("&Yes"), N_("Yes to &All"), N_("&No"), N_("N&o to All"),
        N_("Abort"), N_("Retry"), N_("Ignore"), N_("Close"), N_("Cancel"), N_("Discard"), N_("Help"), N_("Apply"),
        N_("Reset"), N_("Restore Defaults"),
    ),
    "QGnomeTheme": (N_("&OK"), N_("&Save"), N_("&Cancel"), N_("&Close"), N_("Close without Saving")),
    "QDialogButtonBox": (N_("OK"),),
    "QProgressDialog": (N_("Cancel"),),
    "QMessageBox": (N_("Show Details..."), N_("Hide Details...")),
    "QLineEdit": (
        N_("&Undo"), N_("&Redo"), N_("Cu&t"), N_("&Copy"), N_("&Paste"), N_("Delete"), N_("Select All"),
    ),
    "QWidgetTextControl": (
        N_("&Undo"), N_("&Redo"), N_("Cu&t"), N_("&Copy"), N_("Copy &Link Location"), N_("&Paste"), N_("Delete"),
        N_("Select All"),
    ),
    "QAbstractSpinBox": (N_("&Select All"), N_("&Step up"), N_("Step &down")),
    "QScrollBar": (
        N_("Scroll here"), N_("Top"), N_("Bottom"), N_("Page up"), N_("Page down"), N_("Scroll up"), N_("Scroll down"),
        N_("Left edge"), N_("Right edge"), N_("Page left"), N_("Page right"), N_("Scroll left"), N_("Scroll right"),
    ),
    "QTabBar": (N_("Scroll Left"), N_("Scroll Right")),
    "CloseButton": (N_("Close Tab"),),
    "QComboBox": (N_("True"), N_("False"), N_("Open the combo box selection popup")),
    "QInputDialog": (N_("Enter a value:"),),
    "QDialog": (N_("What's This?"),),
    "QWhatsThisAction": (N_("What's This?"),),
    "QFileDialog": (
        N_("Find Directory"), N_("Open"), N_("Save As"), N_("&Open"), N_("&Save"), N_("&Choose"), N_("&Look in:"),
        N_("Directory:"), N_("File &name:"), N_("Files of &type:"), N_("All Files (*)"), N_("All files (*)"),
        N_("Directories"), N_("Files"), N_("Sidebar"), N_("List of places and bookmarks"), N_("Recent Places"),
        N_("Back"), N_("Go back"), N_("Forward"), N_("Go forward"), N_("Parent Directory"),
        N_("Go to the parent directory"), N_("Create New Folder"), N_("Create a New Folder"), N_("New Folder"),
        N_("&New Folder"), N_("List View"), N_("Change to list view mode"), N_("Detail View"),
        N_("Change to detail view mode"), N_("Show "), N_("Show &hidden files"), N_("&Rename"), N_("&Delete"),
        N_("Delete"), N_("Remove"), N_("Could not delete directory."), N_("Are you sure you want to delete '%1'?"),
        N_("'%1' is write protected.\nDo you want to delete it anyway?"),
        N_("%1 already exists.\nDo you want to replace it?"),
        N_("%1\nFile not found.\nPlease verify the correct file name was given."),
        N_("%1\nDirectory not found.\nPlease verify the correct directory name was given."),
    ),
    "QFileSystemModel": (
        N_("Name"), N_("Size"), N_("Type"), N_("Kind"), N_("Date Modified"), N_("Computer"), N_("My Computer"),
    ),
    "QAbstractFileIconProvider": (
        N_("Drive"), N_("File"), N_("File Folder"), N_("Folder"), N_("Alias"), N_("Shortcut"), N_("Unknown"),
    ),
}  # fmt: skip
"""What Qt says where our window can meet it, by the context in which it asks."""

_LOCALES: dict[Code, tuple[QLocale.Language, QLocale.Country]] = {
    "vi": (QLocale.Language.Vietnamese, QLocale.Country.Vietnam),
    "en": (QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


class Translator(QTranslator):
    """Answers Qt in one language. Installed once; `speak` changes the language of what is open and what will be."""

    def __init__(self, application: QApplication, language: Language) -> None:
        super().__init__(application)
        self._language = language
        application.installTranslator(self)
        self.speak(language)

    def speak(self, language: Language) -> None:
        """Have Qt speak `language` and write its numbers and dates."""
        self._language = language
        locale = locale_of(language)
        QLocale.setDefault(locale)
        for window in QApplication.topLevelWidgets():
            window.setLocale(locale)
        application = QCoreApplication.instance()
        if application is not None:
            QCoreApplication.sendEvent(application, QEvent(QEvent.Type.LanguageChange))

    def remove(self) -> None:
        """Answer no more."""
        QCoreApplication.removeTranslator(self)
        self.deleteLater()

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Return False: it has texts, though Qt cannot see them."""
        return False

    def translate(
        self,
        context: str,
        text: str,
        disambiguation: str | None = None,  # noqa: ARG002 - part of Qt's interface
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        """Return Qt's `text` in the language, or None for one that is not Qt's or not ours to say."""
        return self._language.say(text) if text in QT_TEXTS.get(context, ()) else None


def locale_of(language: Language) -> QLocale:
    """Return how Qt writes numbers and dates in `language`, as `Language` itself does."""
    locale = QLocale(*_LOCALES[language.code])
    locale.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
    return locale
