"""Who is sent what: one's own letters; an administrator sees and changes all of them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from monitor.subscriptions import BadSubscription, spoken, themes
from monitor.web.render import page, to
from monitor.web.visit import BadForm, NotAllowed, Reader, Sent, Visit
from monitor.web.wishform import RHYTHMS, Typed, read_wishes, typed_in, typed_of, zones
from monitor.wishes import end_letters, everybody, keep_wishes, renew_links, subscription_at
from storage.people import Role, name_key
from storage.post import Subscription

router = APIRouter()
ADDRESSES_AT_MOST = 3  # of one person who is no administrator
_PAGE = "/mine/letters"
_TOLD = {
    "kept": "Kept.",
    "ended": "These letters have ended; what waited to be sent is withdrawn.",
    "renewed": "Only the links in letters from now on end them.",
}


@router.get(_PAGE)
def letters(visit: Reader, address: str = "", told: Annotated[str, Query()] = "") -> Response:
    """What is kept, and a form: of the address that was chosen, or for a new one."""
    chosen = _find(visit, address) if address else None
    return _form(visit, typed_of(chosen or _new(visit)), chosen=chosen, told=_TOLD.get(told, ""))


@router.post(_PAGE)
def keep(visit: Reader, sent: Sent) -> Response:
    """Keep wishes; where they can't be kept, the form says why and forgets nothing."""
    name = sent.one("name") if visit.may("administrator") else visit.name
    try:
        wished = read_wishes(sent, name=name)
        _refuse_others(visit, wished.address)
        office = visit.office
        keep_wishes(office.store, office.guide.register, wished, fallback=office.subscriber)
    except BadSubscription as error:
        chosen = subscription_at(visit.office.store, sent.one("was"))
        return _form(visit, typed_in(sent), chosen=chosen, trouble=str(error), status=400)
    return to(f"{_PAGE}?told=kept")


@router.post(f"{_PAGE}/end")
def end(visit: Reader, sent: Sent) -> Response:
    """End letters at once."""
    found = _find(visit, sent.one("address"))
    end_letters(visit.office.store, found, visit.office.clock)
    return to(f"{_PAGE}?told=ended")


@router.post(f"{_PAGE}/renew")
def renew(visit: Reader, sent: Sent) -> Response:
    """Make the links in earlier letters useless."""
    renew_links(visit.office.store, _find(visit, sent.one("address")))
    return to(f"{_PAGE}?told=renewed")


def _form(
    visit: Visit,
    typed: Typed,
    *,
    chosen: Subscription | None,
    told: str = "",
    trouble: str = "",
    status: int = 200,
) -> Response:
    register = visit.office.guide.register
    return page(
        visit,
        "letters.html.j2",
        title="Letters",
        status=status,
        typed=typed,
        chosen=chosen,
        told=told,
        trouble=trouble,
        rows=[(one, spoken(one)) for one in _shown(visit)],
        register=register,
        themes=themes(register),
        languages=tuple(dict.fromkeys((*register.languages, *typed.get("language", ())))),
        rhythms={rhythm.value: words for rhythm, words in RHYTHMS.items()},
        zones=zones(),
    )


def _new(visit: Visit) -> Subscription:
    name = "" if visit.may(Role.ADMINISTRATOR.value) else visit.name
    return Subscription(address="", name=name, zone=visit.office.zone)


def _shown(visit: Visit) -> tuple[Subscription, ...]:
    found = everybody(visit.office.store, visit.office.subscriber)
    return tuple(one for one in found if _is_for(visit, one))


def _is_for(visit: Visit, subscription: Subscription) -> bool:
    own = bool(subscription.name) and name_key(subscription.name) == name_key(visit.name)
    return own or visit.may(Role.ADMINISTRATOR.value)


def _find(visit: Visit, address: str) -> Subscription:
    """Of an address that the person may see. Raises BadForm: of others nothing is told."""
    found = next((one for one in _shown(visit) if one.address == address), None)
    if found is None:
        raise BadForm("nobody whom you may change is sent letters at this address")
    return found


def _refuse_others(visit: Visit, address: str) -> None:
    """Raises NotAllowed for an address of somebody else, BadSubscription for too many of one's own.

    A reader must not change what a colleague is sent, nor write to half the world.
    """
    if visit.may(Role.ADMINISTRATOR.value):
        return
    own = [one.address for one in _shown(visit)]
    if address in own:
        return
    if subscription_at(visit.office.store, address) is not None:
        raise NotAllowed(Role.ADMINISTRATOR.value)
    if len(own) >= ADDRESSES_AT_MOST:
        raise BadSubscription(f"you have {len(own)} addresses already; more need an administrator")
