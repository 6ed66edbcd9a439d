"""`recwatch check`: every complaint about what people wrote, at once."""


def check() -> None:
    """Check settings, catalogue, rules and templates; every complaint at once, exit 2."""
    from monitor.checking import complaints
    from monitor.cli.desk import STAND_IN
    from monitor.cli.output import say
    from monitor.wiring import load_rules, load_settings, load_sources
    from rules.complaints import BadFiles

    settings = load_settings()
    found = tuple(
        complaints(
            settings,
            {
                "rules": lambda: load_rules(settings),
                "catalogue": lambda: load_sources(settings, "live"),
                "demo catalogue": lambda: load_sources(settings, "demo", STAND_IN),
            },
        )
    )
    if found:
        raise BadFiles(found)
    say("Settings, catalogue, rules and templates are in order.")
