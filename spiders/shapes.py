"""Where the pages of a source hold what is read of them, as its file in the catalogue says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingShape:
    """CSS selectors of a listing page.

    item: one entry's element; the others are relative to it. link: the `a` (its href counts).
    title, summary, date: None means the link's own text, no summary, no date. Where title and
    summary are the same, they are a post without a headline: its first line is the title.
    next_page: selector of the link to the following page; None: there is one page.
    """

    item: str
    link: str = "a"
    title: str | None = None
    summary: str | None = None
    date: str | None = None
    next_page: str | None = None
    pages_at_most: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiShape:
    """Where the JSON of an API holds its entries (paths and templates: see `kinds.apis`).

    items: path to them, a list or an object of them; "": the answer is the list. link, title,
    summary, date, language: templates over one entry. wanted: only entries whose title or summary
    holds one of these words; empty: all. next_page: path to the following answer's address;
    page_parameter: the parameter of the address that counts on instead, by page_step; neither:
    there is one answer. key_header: the header that carries the key; "": it needs none.
    """

    items: str
    link: str
    title: str
    summary: str = ""
    date: str = ""
    language: str = ""
    wanted: tuple[str, ...] = ()
    next_page: str = ""
    page_parameter: str = ""
    page_step: int = 1
    pages_at_most: int = 5
    accept: str = "application/json"
    key_header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTable:
    """A table of facts on a status page: which rows count and what a row says.

    table: CSS selector. rows: only rows of which one cell holds one of these texts; empty: all.
    sentence: template over header texts, "{Participant} signed … on {Signature}"; each of its
    sentences is a fact of its own. "{Ratification|act}" is the word for a day's mark.
    withdrawn: the sentence for a row or day in square brackets; "": nothing is said of it.
    rows_at_least: a table with fewer rows, its heading among them, was cut off.
    """

    table: str
    rows: tuple[str, ...]
    sentence: str
    withdrawn: str = ""
    rows_at_least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShape:
    """Where the text of a source's pages lies, line by line, and how it states its day.

    begins_after, ends_before: words of the lines around it; "": from the first, to the last.
    dated_by: regular expression of the words that hold the day; "": the page tells it otherwise.
    title_before: what in the page's title follows the title of the text; "": nothing.
    """

    begins_after: str = ""
    ends_before: str = ""
    title_before: str = ""
    dated_by: str = ""
