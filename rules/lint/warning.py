"""How lint warns: never an error, always with a remedy."""

from rules.complaints import Complaint, Level, Place


def warning(place: Place, message: str, remedy: str) -> Complaint:
    """A warning about one place."""
    return Complaint(place=place, message=message, remedy=remedy, level=Level.WARNING)
