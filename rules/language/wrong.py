"""The one exception of reading an expression; it never leaves rules.language."""

from rules.complaints import Complaint


class WrongRuleError(Exception):
    """The expression cannot be used."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint
