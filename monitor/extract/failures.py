"""Why a page gives no text. A class's name is the failure's kind, its text a sentence."""


class Unreadable(Exception):
    """This page gives no text: skip it, say why, go on with the next one."""

    @property
    def kind(self) -> str:
        """The name under which failures are counted."""
        return type(self).__name__


class NotAnArticle(Unreadable):
    """Something else is here: an index, a picture, a "not found" that answers 200."""


class ChallengePage(Unreadable):
    """The site asked whether we are human: the source has to be looked at."""


class EmptyBody(Unreadable):
    """The answer holds no readable words."""


class GarbledText(Unreadable):
    """The bytes are not text in any encoding that was tried, or their packing is broken."""


class UnpackedTooLarge(Unreadable):
    """A small answer that unpacks to more than a page may be."""


class UnreadablePdf(Unreadable):
    """Encrypted, damaged, far too long, or made of pictures."""


class LayoutChanged(Unreadable):
    """The table or column that the catalogue names is gone: tell the maintainer."""


class NotTheStatusPage(Unreadable):
    """A stub, a notice or half of a page came: nothing has changed, look at the source."""


class PageShrank(Unreadable):
    """A watched page has lost much of its text at once: a person has to say whether that is so."""


class TextTooLong(Unreadable):
    """Only the beginning was read; a document stands beside this one."""


class Gone(Unreadable):
    """The address answered that nothing is there any more."""


class HttpError(Unreadable):
    """The server answered with an error instead of the page."""


class UnknownSource(Unreadable):
    """The page's source has left the catalogue, so nothing says how to read it."""


class DamagedRecord(Unreadable):
    """The stored bytes are not those that were acknowledged."""


class ExtractionFault(Unreadable):
    """Reading failed in a way nobody foresaw: tell the maintainer."""


class Hung(Unreadable):
    """Reading took longer than a page may take and was ended."""


class OutOfMemory(Unreadable):
    """Reading asked for more memory than a page may have."""


class WorkerDied(Unreadable):
    """The process that read the page was killed or crashed."""
