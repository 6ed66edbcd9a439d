"""`recwatch check`: every complaint about what people wrote, at once."""


def check() -> None:
    """Check settings, catalogue, rules and templates; every complaint at once, exit 2."""
    from monitor.checking import check_watches, complaints
    from monitor.cli.desk import STAND_IN
    from monitor.cli.output import say
    from monitor.settings import usual_settings
    from monitor.wiring import load_rules, load_settings, load_sources
    from rules.complaints import BadFiles, Complaint

    bad: tuple[Complaint, ...] = ()
    try:
        settings = load_settings()
    except BadFiles as error:  # what else is wrong is told in the same breath
        bad, settings = error.complaints, usual_settings()

    def watches() -> None:
        check_watches(load_rules(settings).register, load_sources(settings, "live"))

    found = dict.fromkeys(bad)
    found |= dict.fromkeys(  # what keeps rules or catalogue from loading is told once
        complaints(
            settings,
            {
                "rules": lambda: load_rules(settings),
                "catalogue": lambda: load_sources(settings, "live"),
                "demo catalogue": lambda: load_sources(settings, "demo", STAND_IN),
                "watches": watches,
            },
        )
    )
    if found:
        raise BadFiles(tuple(found))
    say("Settings, catalogue, rules and templates are in order.")
