"""Small pieces of SVG: elements, colours, marks that need no colour. Pure.

Nothing here styles by CSS and nothing runs: a chart looks the same in a page, a file and a print.
Words are made printable, and escaped by the serialiser.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from monitor.printable import printable

# Okabe and Ito: told apart by every kind of colour vision, on light and dark ground.
UP = "#009E73"
DOWN = "#D55E00"
EVENT = "#0072B2"
MISSING = "#8A8F98"
INK = "currentColor"


def number(value: float) -> str:
    """A coordinate: at most two decimals, no exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def picture(width: float, height: float, name: str, title: str, description: str) -> Element:
    """An empty chart with its words. name: unique on its page, for the words are found by it."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    words(root, "title", title, id=f"{name}-title")
    words(root, "desc", description, id=f"{name}-desc")
    return root


def put(parent: Element, tag: str, **attributes: str | float) -> Element:
    """An element in another. An underscore in a name stands for a hyphen."""
    given = {
        key.replace("_", "-"): value if isinstance(value, str) else number(value)
        for key, value in attributes.items()
    }
    return SubElement(parent, tag, given)


def words(parent: Element, tag: str, text: str, **attributes: str | float) -> Element:
    """An element that holds words."""
    element = put(parent, tag, **attributes)
    element.text = printable(text)
    return element


def hatching(root: Element, name: str) -> str:
    """Defines the pattern of what is missing; gives what fills with it."""
    pattern = put(
        put(root, "defs"),
        "pattern",
        id=f"{name}-hatch",
        width=4,
        height=4,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    put(pattern, "rect", width=1, height=4, fill=MISSING, opacity=0.45)
    return f"url(#{name}-hatch)"


def triangle(parent: Element, x: float, y: float, size: float, *, up: bool, full: bool) -> Element:
    """A mark around (x, y): upwards for progress, downwards for regression; hollow: waiting."""
    tip = -size if up else size
    base = -tip * 0.8
    corners = ((x, y + tip), (x - size, y + base), (x + size, y + base))
    colour = UP if up else DOWN
    return put(
        parent,
        "polygon",
        points=" ".join(f"{number(a)},{number(b)}" for a, b in corners),
        fill=colour if full else "none",
        stroke=colour,
        stroke_width=1.4,
    )


def written(root: Element) -> str:
    """The chart as text."""
    return tostring(root, encoding="unicode")
