"""`recwatch serve`: the review pages, for browsers."""

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from fastapi import FastAPI

    from monitor.settings import Settings
    from monitor.web.office import Office
    from monitor.web.policy import Policy
    from storage.contract import Store

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8420,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="Another name that browsers may use; repeat it.")
    ] = None,
    single_user: Annotated[
        str | None, typer.Option(help="Whose desk it is, without a password; this machine only.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open a browser.")] = False,
) -> None:
    """Serve the review pages to browsers until Ctrl-C.

    Only this machine reaches them unless --host says otherwise; that needs a proxy with https
    before it, whose address RECWATCH_WEB_ORIGIN names.
    """
    from contextlib import closing

    from monitor.cli.output import say
    from monitor.wiring import load_settings, open_store

    settings = load_settings(web_single_user=single_user)
    policy = _policy(settings, host, port, tuple(allow_host or ()))
    with closing(open_store(settings)) as store:
        _refuse_nobody(store, policy)
        address = policy.origin or f"http://{'127.0.0.1' if host == 'localhost' else host}:{port}"
        for sentence in _said(policy, address, host, settings.second_reading):
            say(sentence)
        office = _office(settings, store, policy)
        with closing(office.bench):
            _run(_app(settings, office), host, port, address if open_ else "")


def _policy(settings: "Settings", host: str, port: int, hosts: tuple[str, ...]) -> "Policy":
    """Raises BadFiles where people would sign in unprotected, or anybody without a password."""
    from monitor.notes import checked_name
    from monitor.web.policy import make_policy

    is_local, single = host in _LOOPBACK, settings.web_single_user
    if single and (not is_local or settings.web_origin):
        raise _refusal("RECWATCH_WEB_SINGLE_USER", "is for this machine alone", "add accounts")
    if not is_local and not settings.web_origin.startswith("https://"):
        remedy = "put a proxy with https before it and set RECWATCH_WEB_ORIGIN=https://…"
        raise _refusal("--host", f"{host} would send passwords unprotected", remedy)
    try:
        return make_policy(
            port,
            origin=settings.web_origin,
            hosts=hosts,
            single_user=checked_name(single) if single else "",
            neutral=settings.web_neutral,
        )
    except ValueError as error:
        raise _refusal("RECWATCH_WEB_ORIGIN", str(error), "correct it or take it out") from error


def _refusal(place: str, message: str, remedy: str) -> Exception:
    from rules.complaints import BadFiles, Complaint, Place

    return BadFiles((Complaint(place=Place(file=place), message=message, remedy=remedy),))


def _refuse_nobody(store: "Store", policy: "Policy") -> None:
    if policy.single_user or store.accounts():
        return
    remedy = (
        "make one: recwatch user add NAME --role administrator; "
        "or, on your own machine: recwatch serve --single-user NAME"
    )
    raise _refusal("recwatch serve", "nobody has an account yet", remedy)


def _said(policy: "Policy", address: str, host: str, share: float) -> list[str]:
    who = (
        f"whoever uses this machine answers as {policy.single_user}, without a password"
        if policy.single_user
        else "people sign in with name and password"
    )
    reach = "this machine only" if host in _LOOPBACK else f"whoever reaches {host}"
    said = [f"The review pages are at {address} ({reach}); {who}.", "End with Ctrl-C."]
    if share and policy.single_user:  # nobody else can sign in here
        twice = f"{share:.0%} of the flags wait for a second person"
        said.insert(1, f"{twice}: `recwatch review export` takes them to one.")
    return said


def _app(settings: "Settings", office: "Office") -> "FastAPI":
    """The pages, and beside them what a watcher of servers asks."""
    from starlette.routing import Route

    from monitor.healthz import Healthz
    from monitor.web.app import make_app
    from monitor.wiring import pulse_taker

    app = make_app(office)
    app.router.routes.append(Route("/healthz", cast("Any", Healthz(pulse_taker(settings)))))
    return app


def _run(app: "FastAPI", host: str, port: int, opened: str) -> None:
    """Serve until a signal comes. opened: an address to show in a browser; "" for none."""
    import threading
    import webbrowser

    import uvicorn

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,  # who read what is nobody's business
        log_level="warning",
        server_header=False,
        proxy_headers=bool(app.state.office.policy.origin),
        timeout_graceful_shutdown=5,
    )
    if opened:
        threading.Timer(1.0, webbrowser.open, [opened]).start()
    uvicorn.Server(config).run()


def _office(settings: "Settings", store: "Store", policy: "Policy") -> "Office":
    from monitor.cli.bench import make_bench
    from monitor.cli.desk import known_sources
    from monitor.cli.finding import taker
    from monitor.cli.gate import keep_cause
    from monitor.clock import SystemClock
    from monitor.flagviews import make_guide
    from monitor.web.office import Office
    from monitor.wiring import load_rules, make_reader

    book = load_rules(settings)
    # Weights rest on register and catalogue, which may have changed since the last start.
    store.unrank_all()
    return Office(
        store=store,
        guide=make_guide(book, known_sources(settings)),
        ladders=book.ladders,
        reader=make_reader(settings),
        clock=SystemClock(),
        policy=policy,
        keep_cause=keep_cause,
        take_in=taker(settings, store),
        bench=make_bench(settings),
    )
