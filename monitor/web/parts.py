"""A form of several parts (RFC 7578), one of which may be a file; read by the standard library."""

from email.parser import BytesParser
from email.policy import HTTP

PARTS_AT_MOST = 40


def parted(content_type: str, body: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """The fields in the order sent, and the bytes of the file; b"" where there is none.

    A field that is no UTF-8 has its faults replaced. Raises ValueError for what is no such form.
    """
    if not content_type.isascii() or "\r" in content_type or "\n" in content_type:
        raise ValueError("the type of the form can't be read")
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    whole = BytesParser(policy=HTTP).parsebytes(head + body)
    if not whole.is_multipart():
        raise ValueError("the form has no parts")
    fields: list[tuple[str, str]] = []
    file = b""
    for part in list(whole.iter_parts())[:PARTS_AT_MOST]:
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(data, bytes):
            raise ValueError("a part of the form can't be read")
        if part.get_filename() is not None:
            file = data
        else:
            fields.append((name, data.decode("utf-8", "replace").replace("\0", "")))
    return tuple(fields), file
