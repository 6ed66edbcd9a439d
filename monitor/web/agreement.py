"""How well people agree who read the same flags."""

from fastapi import APIRouter, Response

from monitor.agreement import agreements
from monitor.web.render import page
from monitor.web.visit import Reader

router = APIRouter()


@router.get("/agreement")
def agreement(visit: Reader) -> Response:
    """Agreement by recommendation, over the pairs that are complete."""
    office = visit.office
    found = agreements(office.store.second_readings())
    asks = {one.id: one.asks for one in office.guide.register.recommendations}
    return page(visit, "agreement.html.j2", title="Agreement", found=found, asks=asks)
