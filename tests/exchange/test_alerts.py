"""Alerts by their standard names, whoever tells of them."""

from __future__ import annotations

import pytest

from harness.exchange import alerts


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("TLSV1_ALERT_UNKNOWN_CA", "unknown_ca"),
        ("SSLV3_ALERT_CERTIFICATE_EXPIRED", "certificate_expired"),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificate_required"),
        ("TLSV1_UNRECOGNIZED_NAME", "unrecognized_name"),
        ("TLSV1_ALERT_USER_CANCELLED", "user_canceled"),
    ],
)
def test_an_alert_that_came_is_known_by_openssls_reason(reason: str, name: str) -> None:
    assert alerts.from_reason(reason) == name


@pytest.mark.parametrize(
    "reason", [None, "", "WRONG_VERSION_NUMBER", "CERTIFICATE_VERIFY_FAILED", "TLSV1_ALERT_NO_SUCH"]
)
def test_an_error_of_ones_own_is_no_alert(reason: str | None) -> None:
    assert alerts.from_reason(reason) is None


def test_an_alert_in_the_clear_is_read_from_its_record() -> None:
    assert alerts.from_record(b"before" + bytes.fromhex("15 0303 0002 02 30")) == "unknown_ca"
    assert alerts.from_record(bytes.fromhex("17 0303 0002 02 30")) is None
    assert alerts.from_record(b"\x15") is None


def test_a_number_without_a_name_is_told_as_it_is() -> None:
    assert (alerts.name_of(48), alerts.name_of(255)) == ("unknown_ca", "alert 255")
