"""What a person adds by its address is fetched as the catalogue says of its host."""

from dataclasses import replace

from monitor.found import added_source

URL = "https://veiled.example/a"


def test_a_page_of_a_source_by_proxy_is_added_by_proxy() -> None:
    """Row 33."""
    source = added_source(URL)
    veiled = replace(source, allowed_hosts=("veiled.example",), by_proxy=True)
    assert added_source(URL, None, (veiled,)).by_proxy
    assert not added_source("https://plain.example/a", None, (veiled,)).by_proxy
