"""Finds weights by logistic regression (scikit-learn, its solver liblinear).

Signs are many and pages few, so each regression is done twice: once to see which signs say
anything, and again over these alone, so that a scale stays small enough to be read.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

# A sign on fewer pages is left out: it would learn one story's names.
PAGES_AT_LEAST = 10
WEIGHT_AT_LEAST = 0.1
# How far weights may grow (scikit-learn's C): little while signs are chosen, more with the chosen.
_CHOOSING, _CHOSEN, _CASES = 0.2, 0.5, 0.3
_DIGITS = 2

Key = TypeVar("Key")


def weights_of_signs(
    pages: Sequence[frozenset[str]], events: Mapping[Key, Sequence[bool]]
) -> dict[Key, tuple[float, Mapping[str, float]]]:
    """What holds before a page is seen, and what each sign adds to it, for each kind of event.

    events: by kind, for each page whether it tells of one. The same rows give the same weights.
    """
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([dict.fromkeys(sorted(page), 1.0) for page in pages])
    usual = matrix.getnnz(axis=0) >= PAGES_AT_LEAST
    matrix = _indexed(matrix[:, usual])
    names = [str(name) for name in vectors.get_feature_names_out()[usual]]
    return {key: _chosen(matrix, names, wanted) for key, wanted in events.items()}


def weights_of_cases(
    known: Sequence[Mapping[str, float]], are_events: Sequence[bool]
) -> dict[str, float]:
    """What each circumstance adds. Each case is told, and that is the constant."""
    vectors = DictVectorizer()
    matrix = _indexed(vectors.fit_transform(known))
    model = _fitted(matrix, are_events, _CASES, constant=False)
    return dict(zip(vectors.get_feature_names_out(), _rounded(model.coef_[0]), strict=True))


def _chosen(
    matrix: Any, names: Sequence[str], wanted: Sequence[bool]
) -> tuple[float, Mapping[str, float]]:
    first = _fitted(matrix, wanted, _CHOOSING)
    chosen = [i for i, weight in enumerate(first.coef_[0]) if abs(weight) >= WEIGHT_AT_LEAST]
    if not chosen:
        return _rounded(first.intercept_)[0], {}
    second = _fitted(_indexed(matrix[:, chosen]), wanted, _CHOSEN)
    weights = zip((names[i] for i in chosen), _rounded(second.coef_[0]), strict=True)
    return _rounded(second.intercept_)[0], {name: weight for name, weight in weights if weight}


def _rounded(weights: Any) -> list[float]:
    return [round(float(weight), _DIGITS) for weight in weights]


def _fitted(matrix: Any, wanted: Sequence[bool], c: float, *, constant: bool = True) -> Any:
    model = LogisticRegression(C=c, solver="liblinear", fit_intercept=constant, random_state=0)
    return model.fit(matrix, wanted)


def _indexed(matrix: Any) -> Any:
    """With indices of 32 bits: the solver takes no others."""
    found = matrix.tocsr()
    found.indices, found.indptr = found.indices.astype("int32"), found.indptr.astype("int32")
    return found
