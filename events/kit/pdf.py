"""Sheets as one PDF file: the same drawings and lines as on the screen, with the fonts in it."""

from fpdf import FPDF
from fpdf.svg import SVGObject

from events.kit.letters import WEIGHTS, file_of

SHIFT = 0.3  # a cell of no height has its baseline this far below its top, in sizes


def pdf_of(sheets, *, title, language, made):
    """The bytes of a PDF with a page for each sheet. `made` is the moment written into it."""
    pdf = FPDF(unit="pt")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_creation_date(made)
    for weight in WEIGHTS:
        pdf.add_font(f"overpass{weight}", fname=file_of(weight))
    pdf.set_text_shaping(True)
    for sheet in sheets:
        _page(pdf, sheet)
    return bytes(pdf.output())


def _page(pdf, sheet):
    pdf.add_page(format=sheet.size)
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{sheet.box}">{"".join(sheet.drawings)}</svg>'
    SVGObject(picture).draw_to_page(pdf, 0, 0)
    for line in sheet.lines:
        pdf.set_font(f"overpass{line.weight}", size=line.size)
        pdf.set_text_color(line.color)
        pdf.set_xy(line.x, line.y - SHIFT * line.size)
        pdf.cell(w=0, h=0, text=line.text)
