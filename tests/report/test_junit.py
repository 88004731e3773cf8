"""Gates as JUnit's XML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from support.diffs import diff_of
from tokenomics.comparing.verdicts import Verdict
from tokenomics.report.junit import to_junit


def test_a_case_a_gate() -> None:
    """What fails has its sentence, what is not judged is skipped, what may be noise passes and says so."""
    gates = (
        Verdict("cost>+10%", "failed", 'rose & "rose" <b>\x07'),
        Verdict("cost_per_task>+10%", "not judged", "7 tasks"),
        Verdict("cost_per_request>+10%", "within noise", "may be"),
        Verdict("unpriced", "passed"),
    )
    whole = ET.fromstring(to_junit(diff_of({"a": "1"}, {"a": "2"}, *gates)))
    cases = list(whole.iter("testcase"))

    assert whole.attrib == {"tests": "4", "failures": "1", "errors": "0", "skipped": "1"}
    assert [case.get("name") for case in cases] == [gate.gate for gate in gates]
    assert [child.tag for case in cases for child in case] == ["failure", "skipped", "system-out"]
    assert cases[0][0].text == 'rose & "rose" <b>\\x07'
