"""Who comes, and with what: the person of the session, what she may do, and the form she sent.

Each route asks for a visit of a role; a route that asks for none is in `PUBLIC`, and a test holds
the table of routes against that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, quote

from fastapi import Depends, Path, Query, Request

from monitor.people import person_of
from monitor.web.office import Office
from monitor.web.parts import parted
from storage.people import Role

PUBLIC = frozenset({"/sign-in", "/static/{name}"})
FIELDS_AT_MOST = 2000
_FORM = "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data"


class SignInNeeded(Exception):
    """Nobody is signed in: lead to the sign-in page."""


class NotAllowed(Exception):
    """The person's role does not cover this: say so."""


class BadForm(Exception):
    """What was sent can't be read or lacks a field: say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request of a person. name: "" where nobody is signed in."""

    office: Office
    request: Request
    name: str
    role: Role

    def may(self, needed: str) -> bool:
        """Whether the person may do what this role may; for templates."""
        return bool(self.name) and self.role.covers(Role(needed))


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, in the order they were sent."""

    fields: tuple[tuple[str, str], ...]

    def one(self, name: str, default: str = "") -> str:
        """The last value of this name."""
        return next((v for k, v in reversed(self.fields) if k == name), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of this name."""
        return tuple(value for key, value in self.fields if key == name)


def office_of(request: Request) -> Office:
    """The office that the app was made with."""
    office: Office = request.app.state.office
    return office


def visitor(request: Request) -> Visit:
    """Whoever comes."""
    office = office_of(request)
    if office.policy.single_user:
        name, role = office.policy.single_user, Role.ADMINISTRATOR
        return Visit(office=office, request=request, name=name, role=role)
    token = request.cookies.get(office.policy.cookie, "")
    account = person_of(office.store, token, office.clock) if token else None
    if account is None:
        return Visit(office=office, request=request, name="", role=Role.READER)
    return Visit(office=office, request=request, name=account.name, role=account.role)


def _with_role(needed: Role) -> Callable[[Visit], Visit]:
    def check(visit: Annotated[Visit, Depends(visitor)]) -> Visit:
        if not visit.name:
            raise SignInNeeded
        if not visit.role.covers(needed):
            raise NotAllowed(needed.value)
        return visit

    check.__name__ = f"needs_{needed.value}"
    return check


@dataclass(frozen=True, slots=True)
class Upload:
    """A form with one file. data: b"" where none was chosen."""

    form: Form
    data: bytes


async def upload(request: Request) -> Upload:
    """What was sent from a form that may hold a file. Raises BadForm."""
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != _PARTS:
        return Upload(await form(request), b"")
    try:
        fields, data = parted(kind, await request.body())
    except ValueError as error:
        raise BadForm("the form can't be read") from error
    return Upload(Form(fields), data)


async def form(request: Request) -> Form:
    """What was sent. Raises BadForm."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if body and kind != _FORM:
        raise BadForm("only forms are taken here")
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=FIELDS_AT_MOST,
            errors="replace",
        )
    except ValueError as error:
        raise BadForm("the form can't be read") from error
    return Form(tuple((key, value.replace("\0", "")) for key, value in fields))


def sign_in_address(request: Request) -> str:
    """The sign-in page that leads back to where one wanted to go."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?next={quote(wanted, safe='')}" if request.method == "GET" else "/sign-in"


Anyone = Annotated[Visit, Depends(visitor)]
Reader = Annotated[Visit, Depends(_with_role(Role.READER))]
Reviewer = Annotated[Visit, Depends(_with_role(Role.REVIEWER))]
Editor = Annotated[Visit, Depends(_with_role(Role.EDITOR))]
Administrator = Annotated[Visit, Depends(_with_role(Role.ADMINISTRATOR))]
Sent = Annotated[Form, Depends(form)]
SentFile = Annotated[Upload, Depends(upload)]
# In an address; a larger one fits no database.
Number = Annotated[int, Path(ge=1, lt=2**63)]
# An id or a name in an address: no database takes a NUL.
Name = Annotated[str, Path(pattern=r"^[^\x00-\x1f\x7f]{1,200}$")]
AskedNumber = Annotated[int, Query(ge=0, lt=2**63)]
