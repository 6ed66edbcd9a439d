"""What reading a language takes, made when a text first asks for it."""

from collections.abc import Callable, Sequence
from functools import cached_property

from rules.forms import Form
from rules.kazakh.wordlist import Wordlist
from rules.lexicon import Lexicon
from rules.reading.factuality import FactualityReader
from rules.reading.places import Gazetteer
from rules.screen import Screen

NumberedForms = Sequence[tuple[int, Form]]


class Tongue:
    """What reading one language takes. Each part is made when it is first asked for: a night sees
    few languages, and most texts end at the screen. Two threads may make one twice, which harms
    nothing.

    respelling: the words for which Latin letters are read.
    """

    def __init__(
        self,
        *,
        forms: Callable[[], NumberedForms],
        screen: Callable[[NumberedForms], Screen],
        factuality: Callable[[], FactualityReader],
        gazetteer: Callable[[], Gazetteer],
        respelling: Callable[[NumberedForms], Wordlist] | None = None,
    ) -> None:
        self._make_forms = forms
        self._make_screen = screen
        self._make_factuality = factuality
        self._make_gazetteer = gazetteer
        self._make_respelling = respelling

    @cached_property
    def _forms(self) -> NumberedForms:
        return self._make_forms()

    @cached_property
    def screen(self) -> Screen:
        """What says where anything could be."""
        return self._make_screen(self._forms)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What finds the concepts."""
        return Lexicon(self._forms)

    @cached_property
    def factuality(self) -> FactualityReader:
        """What reads how an act is presented."""
        return self._make_factuality()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """What knows the countries."""
        return self._make_gazetteer()

    @cached_property
    def respelling(self) -> Wordlist | None:
        """The words for which Latin letters are read; None: the language has no Latin spelling."""
        return None if self._make_respelling is None else self._make_respelling(self._forms)
