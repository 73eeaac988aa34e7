"""What is English."""

from __future__ import annotations

import pytest

from backstory.language.tongues import is_english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The ferry sank in the harbour and two people were killed.", True),
        ("Gunmen kill 13 near Ziguinchor, Senegal.", True),
        ("Mayor of São Paulo da Silva e Costa says the bridge is closed.", True),
        ("", True),
        ("36", True),
        ("Das Schiff ist im Hafen gesunken und zwei Menschen sind nach Angaben der Polizei gestorben.", False),
        ("Le bateau a coulé dans le port et deux personnes sont mortes, selon la police.", False),
        ("El barco se hundió en el puerto y dos personas murieron, según la policía.", False),
        ("Судно затонуло в порту, погибли два человека.", False),
        ("船が港で沈没し、二人が死亡した。", False),
    ],
)
def test_english(text: str, english: bool) -> None:
    assert is_english(text) is english
