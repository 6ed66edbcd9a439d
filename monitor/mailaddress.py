"""Mail addresses as people write them."""

from email.headerregistry import Address

from monitor.printable import shortened


class BadAddress(ValueError):
    """The subscriber is no mail address: mend the setting."""


def mail_address(text: str) -> Address:
    """`text` as an address. Raises BadAddress."""
    try:
        # Address takes line breaks and other controls; a header must not.
        if not text.isprintable() or text.count("@") != 1 or text.endswith("@"):
            raise ValueError(text)
        return Address(addr_spec=text)
    except ValueError as error:
        raise BadAddress(f"{shortened(text, 80)!r} is not a mail address") from error
