"""Words of bylines: what stands before, between, after and instead of a name."""

from __future__ import annotations

import re

#: What stands before a name: "By", "Text:", "Written by", "About the author".
BY = re.compile(
    r"^\W*(?:(?:written|posted|reported|published|words|story|text|photos?|reviewed|created|skrevet|geschrieben|verfasst"
    r"|ein beitrag|eine analyse|ein kommentar|interview|publié|escrito|écrit|scritto)\s+)?"
    r"(?:by|von|vom|par|por|door|av|af|di|przez|oleh|от|autorin|autor|auteur|authors?|author\(s\)|autore|autores|автор"
    r"|penulis|reporter|redaktion|writer|about the author|kirjoittaja|text|tekst|texte|testo|текст|yazar"
    r"|à propos de l['’]auteur|über (?:den autor|die autorin))\b\s*[:\-–|]?\s*",
    re.IGNORECASE,
)
#: The same within a line: "Posted on 3 May by A. Writer".
BY_WITHIN = re.compile(r"\b(?:by|von|par|por|door|av)\s+(?=[A-Z])")
#: The forms of it that are sure enough to be believed far from the headline.
BY_ANYWHERE = re.compile(r"(?:written|posted|story|words|article|report(?:ed|ing)?) by\b|about the author\W+\w", re.I)
#: A label in the head whose value is the author's name.
AUTHOR_LABEL = re.compile(
    r"written by|posted by|verfasst|écrit|escrito|scritto|geschreven|autor|author|автор|skriv|napisa", re.IGNORECASE
)

_AND = r"[;|•●·/、・&\n]|,?\s(?:and|und|et|y|e|og|och|en|ja|i|a|dan|ve|и|та|και|with|mit|avec)\s"
#: What stands between two names in a field that holds nothing but names.
BETWEEN_NAMES = re.compile(rf"\s*(?:{_AND})\s*", re.IGNORECASE)
#: What stands between the parts of a byline.
BETWEEN_PARTS = re.compile(rf"\s*(?:{_AND}|\s[-–—]\s)\s*", re.IGNORECASE)
#: What ends the names of a byline: where or when it was written, a remark, an address.
END = re.compile(
    r"\s+(?:in|aus|à|en|i|fra|from|for|für|at|on|pour|special to|updated|published|posted)\s+(?=[A-Z\d])"
    r"|\s*[(\[@#<]|\s*\S+@\S+|\s*\d.*|\s*(?:https?://|www\.)|\s+[-–—|•●·]+\s+(?=\d)"
)

#: What somebody is, which is nobody's name; and what else stands in bylines, which no name begins with.
ROLE = re.compile(
    r"\b(?:correspondents?|korrespondent(?:in)?|editors?|reporters?|writers?|staff|contributors?|contributing|senior|chief"
    r"|journalists?|journaliste|redakteur(?:in)?|redaktion|chefredakteur(?:in)?|autor(?:in)?|redactor|columnist|producer"
    r"|analyst|expert|photographer|fotograf(?:in)?|freelance|ceo|founder|director|manager|specialist|newsletter|comments?"
    r"|advertiser|disclosure|getty)\b"
    r"|^(?:read|share|follow|profile|view|more|about|image|photo|subscribe|bild|posts?|minutes?|author|guest)\b",
    re.IGNORECASE,
)
#: Degrees and the like, which belong to the name before them.
CREDENTIAL = re.compile(
    r"(?:M\.?D|Ph\.?\s?D|M\.?S\.?c?|R\.?D\.?N?|R\.?N|M\.?B\.?A|J\.?D|CFP®?|CPA|MPH|D\.?O|LCSW|Psy\.?D|Jr|Sr|II|III|IV|MA|BA"
    r"|BS|DDS|DVM|PharmD|APRN|CSCS)\.?\*?"
)
#: What is certainly not a name.
NO_NAME = re.compile(
    r"[:?!@{}<>]|www\.|\.(?:com|de|org|net)\b|^#|^\d+$|\badmin\b|^(?:editor|root|user|undefined|null|none)$",
    re.IGNORECASE,
)
#: Agencies that are named beside people, or instead of them.
AGENCIES = frozenset(
    "aa afp afxp agerpres anadolu anp ansa ap apa ats belga bloomberg bta ctk dpa efe epd hina ians interfax jiji"
    " keystone-sda kna kyodo lusa mta ntb pa pap pti reuters ria ritzau sda sid stt tanjug tass tt upi xinhua yonhap"
    " čtk".split()
)
#: Parts of names in lower case.
PARTICLES = frozenset(
    "de da do dos das del della di du d la le van von der den ter ten zu zum zur af av al el bin ibn abu y e i of the"
    " st".split()
)
