"""What was released, as one HTML page with a map: opens in any browser, asks no network for anything.

What is drawn comes from `app.map_layers`, the words around it from `app.reports.notes`.
"""

from collections.abc import Iterator

from app.language import N_, Language
from app.map_layers import area_layers, line_layers, point_layers, ranked_lists
from app.release import Released
from app.reports import notes
from app.reports.chart_svg import drawn_charts
from geo.map_page import MapPage, PageDrawing, PageNote, Texts, render


def web_map_bytes(released: Released, language: Language) -> bytes:
    """Return the file `plan.html`: the same bytes for the same result."""
    page = MapPage(
        language=language.code,
        title=notes.title(released, language),
        subtitle=" ".join(notes.findings(released, language)[:1]),
        texts=_texts(language),
        areas=tuple(area_layers(released, released.place.communes, language)),
        lines=tuple(line_layers(released, language)),
        points=tuple(point_layers(released, language)),
        notices=(notes.audience(released, language), *notes.warnings(released, language)),
        lists=tuple(ranked_lists(released, language)),
        footnotes=tuple(filter(None, (notes.caution(released, language), *notes.findings(released, language)))),
        notes=tuple(_notes(released, language)),
        attribution=notes.sources(released, language),
        drawings=tuple(_drawings(released, language)),
    )
    return render(page).encode()


def _drawings(released: Released, language: Language) -> Iterator[PageDrawing]:
    for chart in drawn_charts(released, language):
        for place, each in enumerate(chart.drawings, start=1):
            heading = " – ".join(filter(None, (chart.title, each.title)))
            yield PageDrawing(heading, each.drawing, chart.left_out if place == len(chart.drawings) else "")


def _texts(language: Language) -> Texts:
    """Return the names of the page's regions and buttons."""
    return Texts(
        map=language.say(N_("Map")),
        legend=language.say(N_("Legend")),
        zoom_in=language.say(N_("Zoom in")),
        zoom_out=language.say(N_("Zoom out")),
        whole=language.say(N_("Whole province")),
        close=language.say(N_("Close")),
        footnotes=language.say(N_("Summary")),
    )


def _notes(released: Released, language: Language) -> Iterator[PageNote]:
    """Yield the small print; where the data come from, with its long hashes, is folded."""
    provenance = language.say(N_("Where it comes from"))
    for note in notes.notes(released, language):
        yield PageNote(note.heading, note.text, folded=note.heading == provenance)
