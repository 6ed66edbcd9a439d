"""The clock and the zone: nights go by both."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.doctor.verdict import Verdict, broken, doubtful, well

MADE = datetime(2026, 1, 1, tzinfo=UTC)  # this program is not older
_CURE = "set the clock, and let it be kept: timedatectl set-ntp true"
_SLACK = timedelta(minutes=5)


def probe_clock(now: datetime, last_begun: datetime | None) -> Verdict:
    """Whether the clock is plausible. last_begun: the newest run's start; None: there is none."""
    shown = f"{now:%Y-%m-%d %H:%M} UTC"
    if now < MADE:
        return broken("clock", f"it is not {shown}", _CURE)
    if last_begun is not None and last_begun > now + _SLACK:
        return doubtful("clock", f"{shown}, yet a run began at {last_begun:%Y-%m-%d %H:%M}", _CURE)
    return well("clock", shown)


def probe_zone(zone: ZoneInfo, chosen: str, next_due: datetime) -> Verdict:
    """Whose hours nights go by. chosen: the setting; "": the machine's."""
    shown = f"{zone.key}; the next night is due {next_due.astimezone(zone):%Y-%m-%d %H:%M}"
    if not chosen:
        return doubtful(
            "zone",
            f"the machine's: {shown}",
            f'write zone = "{zone.key}" into settings.toml, so that a move does not change it',
        )
    return well("zone", shown)
