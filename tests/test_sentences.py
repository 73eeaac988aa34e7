"""Sentences of news, read whole: every statement and every figure, and nothing else."""

from __future__ import annotations

import pytest
from reading_claims import harmed, said
from sample_sentences import SAMPLES, Sample


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.text)
def test_a_sentence(sample: Sample) -> None:
    assert sorted((claimant or "", stance, content) for claimant, _, stance, content in said(sample.text)) == sorted(
        (claimant or "", stance, content) for claimant, stance, content in sample.said
    )
    assert sorted(harmed(sample.text), key=str) == sorted(sample.harmed, key=str)
