"""What a person may do about a source that had a bad night, told by the reason it gives. Pure.

Reasons are sentences of our own (spiders/refusals.py, outcomes.py, kinds/): the first sign that
stands in one decides. No sign, no cure: nothing is better than a guess.
"""

_WAIT = "nothing: it is asked again next night"
_GONE = "that address is dead: find the new one and put it into the source's file"
_REBUILT = "the page was rebuilt: mend the selectors in the source's file"
_TURNED_AWAY = "don't fight it: look for a feed, or ask the publisher to let recwatch in"
_CAPS = "if it stays so, raise `pages_at_most` or `seconds_at_most` under `pace` in its file"

# The narrower sign stands first: a robots.txt that can't be had names the fault behind it as well.
_CURES = (
    ("robots.txt disallows", "keep away, or ask the publisher for leave"),
    ("robots.txt answered", _WAIT),
    ("robots.txt can't be read", "keep away, or tell the publisher that it can't be read"),
    ("name not found", "see whether this machine is connected, then whether the site has moved"),
    ("is not a public address", "its name leads to a private one: see whether the site has moved"),
    ("none is set", "set RECWATCH_PROXY, or take `by_proxy` out of the source's file"),
    ("the proxy did not let", "see whether the proxy runs and passes https on"),
    ("its certificate", "open the site in a browser; if that warns as well, only it can mend that"),
    ("no secure connection", "open the site in a browser; it may speak too old a protocol"),
    ("challenge page", _TURNED_AWAY),
    ("a consent page", _TURNED_AWAY),
    ("a notice that nothing is there", _GONE),
    ("maintenance notice", _WAIT),
    ("an empty page", _WAIT),
    ("asks to be left alone", _WAIT),
    ("nothing on the page fits", _REBUILT),
    ("a web page came where", _GONE),
    ("bytes came where", _GONE),
    ("can be read came", _GONE),
    ("that came is no", _GONE),
    ("redirected more than", _GONE),
    ("HTTP 404", _GONE),
    ("HTTP 410", _GONE),
    ("HTTP 401", _TURNED_AWAY),
    ("HTTP 403", _TURNED_AWAY),
    ("HTTP 429", "ask it less often: raise `delay` under `pace` in its file"),
    ("HTTP 5", _WAIT),
    ("connection refused", _WAIT),
    ("connection broke off", _WAIT),
    ("the answer broke off", _WAIT),
    ("no whole answer", _WAIT),
    ("without an answer", _WAIT),
    ("all were new", "narrow its question, or split it into several entry points in its file"),
    ("at its cap of", _CAPS),
    ("at the deadline", _CAPS),
    ("stopped by", _WAIT),
    ("fault in the program", "report it, with the log: it is recwatch's own"),
)


def cure_for(reason: str) -> str:
    """What to do about it; "" where nothing is known."""
    return next((cure for sign, cure in _CURES if sign in reason), "")
