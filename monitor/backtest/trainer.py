"""Finds weights by logistic regression (scikit-learn, its solver liblinear).

Signs are many and pages few, so each regression is done twice: once to see which signs say
anything, and again over these alone, so that a scale stays small enough to be read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

# A sign on fewer pages is left out: it would learn one story's names.
PAGES_AT_LEAST = 10
WEIGHT_AT_LEAST = 0.1
# How far weights may grow (scikit-learn's C): little while signs are chosen, more with the chosen.
_CHOOSING, _CHOSEN, _CASES = 0.2, 0.5, 0.3
_DIGITS = 2


class Regression:
    """Weights of signs and cases. The same rows give the same weights."""

    def __init__(self) -> None:
        self._pages: Sequence[frozenset[str]] = ()
        self._names: list[str] = []
        self._matrix: Any = None

    def signs(
        self, pages: Sequence[frozenset[str]], speaks: Sequence[bool]
    ) -> tuple[float, Mapping[str, float]]:
        """What holds before a page is seen, and what each sign adds to it."""
        if pages is not self._pages:
            self._read(pages)
        first = _fitted(self._matrix, speaks, _CHOOSING)
        chosen = [i for i, w in enumerate(first.coef_[0]) if abs(w) >= WEIGHT_AT_LEAST]
        if not chosen:
            return round(float(first.intercept_[0]), _DIGITS), {}
        second = _fitted(_indexed(self._matrix[:, chosen]), speaks, _CHOSEN)
        weights = (round(float(weight), _DIGITS) for weight in second.coef_[0])
        names = (self._names[i] for i in chosen)
        found = {name: weight for name, weight in zip(names, weights, strict=True) if weight}
        return round(float(second.intercept_[0]), _DIGITS), found

    def cases(
        self, known: Sequence[Mapping[str, float]], are_events: Sequence[bool]
    ) -> Mapping[str, float]:
        """What each circumstance adds. Each case is told, and that is the constant."""
        vectors = DictVectorizer()
        matrix = _indexed(vectors.fit_transform(known))
        model = _fitted(matrix, are_events, _CASES, constant=False)
        weights = (round(float(weight), _DIGITS) for weight in model.coef_[0])
        return dict(zip(vectors.get_feature_names_out(), weights, strict=True))

    def _read(self, pages: Sequence[frozenset[str]]) -> None:
        vectors = DictVectorizer()
        matrix = vectors.fit_transform([dict.fromkeys(sorted(page), 1.0) for page in pages])
        usual = matrix.getnnz(axis=0) >= PAGES_AT_LEAST
        self._pages, self._matrix = pages, _indexed(matrix[:, usual])
        names = vectors.get_feature_names_out()
        self._names = [str(name) for name, is_usual in zip(names, usual, strict=True) if is_usual]


def _fitted(matrix: Any, wanted: Sequence[bool], c: float, *, constant: bool = True) -> Any:
    model = LogisticRegression(C=c, solver="liblinear", fit_intercept=constant, random_state=0)
    return model.fit(matrix, wanted)


def _indexed(matrix: Any) -> Any:
    """With indices of 32 bits: the solver takes no others."""
    found = matrix.tocsr()
    found.indices, found.indptr = found.indices.astype("int32"), found.indptr.astype("int32")
    return found
