"""What a line of plain text is by its words alone: a credit, a byline, a tip, a teaser, a label."""

from __future__ import annotations

import re

_PICTURE = (
    r"photos?|photograph|photography|pictures?|images?|illustration|graphic|video|foto:?s?|fotografie|bild(?:er)?|"
    r"billede|bilde|"
    r"imagen|imágenes|fotografía|immagine|crédit(?:o|s)?|photo credit|image credit|picture credit|photo by|foto av|"
    r"foto von|"
    r"zdjęcie|fot\.|kuva|снимок|фото|写真|照片"
)
_SOURCE = (
    r"sources?|quellen?|kilde|källa|fuente|fonte|bron|źródło|lähde|zdroj|forrás|sursă|kaynak|источник|джерело|πηγή"
)

#: A line that says who took a picture.
PICTURE_CREDIT = re.compile(
    rf"\(?(?:(?:{_PICTURE})\s*(?:[:©/|]|by\b|courtesy\b).{{1,120}}|.{{2,60}}(?:/|\bvia\b)\s*(?:getty images|ap photo|"
    rf"reuters|afp|epa|"
    r"shutterstock|istock|picture alliance|imago|unsplash|wikimedia commons|handout)|"
    r"(?:ap photo|afp photo|getty images|courtesy of|photo courtesy)\b.{0,80})\)?",
    re.IGNORECASE,
)
#: A line that says where the words are from.
SOURCE_CREDIT = re.compile(
    rf"(?:{_SOURCE})\s*[:：]\s*(?P<who>.{{2,120}})|[(\[]?(?:©|\(c\))\s*(?:(?:19|"
    rf"20)\d\d\s*)?(?P<holder>[^.]{{2,60}}?)[)\]]?\.?|"
    r"(?:with|additional) (?:material|reporting|information) (?:from|by) (?P<from>.{2,80}?)\.?|"
    r"(?:mit material von|avec|con información de|con) (?P<de>(?:agenc\w+ )?[A-Z][A-Z/ -]{1,20})\.?|"
    r"[(/\[](?P<mark>[A-Za-z/ ]{2,20})[)/\]]",
    re.IGNORECASE,
)
#: A heading that nothing but sources stands under.
SOURCES = re.compile(
    rf"(?:{_SOURCE}|references|citations|einzelnachweise|références|referencias)\s*[:：]?", re.IGNORECASE
)

#: A credit that lost the break before it: "Kyiv - UkrainePhoto: AP", "A ferry at dawn. Photo: AP".
GLUED = re.compile(
    r"(?:(?<=[a-zà-öø-ÿ)\]’”\"'.!?])|(?<=[.!?”\"]) )(?=(?:Photo|Photos|Foto|Fotos|Image|Picture|Bild|Credit|Source|"
    r"Quelle|Kilde|Video|Illustration)"
    r"(?: credit| by)?\s*[:©])"
)

#: A place and a date before the first sentence, with the agency: "KYIV, March 29 (Reuters) - ".
DATELINE = re.compile(
    r"(?P<dateline>(?:[A-ZÀ-Þ][A-ZÀ-Þ'’.\-]+(?:[ /][A-ZÀ-Þ'’.\-]+){0,4}|"
    r"[A-ZÀ-Þ][\w'’.\-]{1,40}(?: [A-ZÀ-Þ][\w'’.\-]{1,40}){0,3} ?(?=[^-–—(]{0,40}\())"
    r"(?:,\s[A-Z][\w .]{1,25}){0,2}(?:,?\s(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}\.? [A-Z]?[a-zà-ÿ]{2,9})(?:,? \d{4})?)?"
    r"\s?(?:[(/](?P<agency>[A-Za-z][\w /.-]{1,30})[)/])?\s*(?:--|[-–—:]))\s*(?=[\"“„«‘]?[A-ZÀ-Þ\d])"
)

#: A line that names who wrote the page.
BYLINE = re.compile(
    r"(?i:(?:(?:written|reported|story|text|words|analysis|published|posted)\s+)?(?:by|von|par|por|di|door|av|af|"
    r"przez|autor(?:in)?|"
    r"author|auteur|text|tekst|автор)\b)\s*[:|]?\s+(?P<names>(?:(?:de|da|van|von|der|al|el|bin|and|und|et|y|og|och|en|"
    r"with|dr\.?)\s+|"
    r"[A-ZÀ-ÞА-Я][\w.'’-]*,?\s*){1,9}.{0,60})",
)

#: What a page says of when it was published or changed.
STAMP = re.compile(
    r"(?P<changed>(?:last )?(?:updated|modified|changed)|aktualisiert|geändert|mis à jour|actualizado|aggiornato|"
    r"bijgewerkt|"
    r"oppdatert|uppdaterad|opdateret|обновлено)?(?:(?:first )?(?:published|posted|created|date|datum|fecha|data|"
    r"issued)|"
    r"veröffentlicht|erstellt|stand|publié|publiée|publicado|pubblicato|gepubliceerd|publisert|publicerad|udgivet|"
    r"opublikowano|"
    r"опубликовано)?\s*(?:on|at|am|le|el|il|op)?\s*[:：]?\s*(?=\S*\d|[A-Za-zÀ-ÿ.]+,? )",
    re.IGNORECASE,
)

#: A line that leads to another article.
TEASER = re.compile(
    r"(?:read (?:more|also|next|on|full)|also read|see also|watch(?: also)?|more on this(?: story)?|more from|"
    r"don['’]t miss|related(?: article| "
    r"story| news)?|you (?:may|might) also like|recommended|next article|previous article|continue reading|"
    r"lesen sie (?:auch|mehr)|"
    r"mehr zum thema|siehe auch|das könnte sie auch interessieren|lire aussi|à lire(?: aussi)?|voir aussi|leer más|"
    r"lea también|"
    r"lee también|te puede interesar|leggi anche|leia (?:também|mais)|veja também|lees (?:ook|meer)|les (?:også|mer)|"
    r"läs (?:också|mer)|"
    r"læs også|czytaj (?:też|także|więcej)|lue myös|čtěte také|olvass(?:a|on) (?:még|tovább)|citește (?:și|mai mult)|"
    r"ayrıca bakınız|"
    r"читайте также|читайте також|див\. також|διαβάστε (?:επίσης|ακόμα))\s*[:：»>|–-]+\s*\S.*",
    re.IGNORECASE,
)
#: A heading that nothing but other articles stands under.
RELATED = re.compile(
    r"(?:related|related (?:articles|stories|news|events|posts|content|topics|links)|see also|read (?:more|next|also)|"
    r"more (?:stories|news|articles|"
    r"on this|from .{2,40})|most (?:read|popular|viewed)|latest (?:news|stories)|trending(?: now)?|"
    r"recommended(?: for you)?|you (?:may|might) "
    r"also like|mehr zum thema|weitere (?:artikel|themen|nachrichten)|ähnliche (?:artikel|beiträge)|meistgelesen|"
    r"auch interessant|"
    r"(?:articles|sujets) (?:liés|similaires|connexes)|sur le même (?:sujet|thème)|à lire aussi|les plus lus|"
    r"(?:noticias|artículos) "
    r"relacionad[oa]s|relacionad[oa]s|más (?:leídas|noticias)|te puede interesar|articoli correlati|leggi anche|"
    r"gerelateerd|lees ook|"
    r"relaterte? (?:saker|artikler)|les også|läs också|relaterat|podobne|zobacz także|по теме|читайте также|"
    r"похожие)\s*[:：]?",
    re.IGNORECASE,
)

#: What asks the reader for something.
TIP = re.compile(
    r"(?:do you (?:have|know)|have you (?:got|seen|any)|got a (?:news )?(?:tip|story)|send us|contact us|get in touch|"
    r"write to (?:us|the editor)|"
    r"tell us|share your (?:story|views)|subscribe|sign up|join (?:us|our|thousands)|support (?:us|our|independent)|"
    r"donate|become a (?:member|"
    r"subscriber|supporter)|follow us|like us on|download (?:our|the) app|stay (?:up to date|informed|tuned)|"
    r"get (?:our|the) (?:latest|best|daily|"
    r"free)|click here|newsletter|already a (?:subscriber|member)|enjoy(?:ed|ing) this|thank you for reading|"
    r"to continue reading|"
    r"haben sie (?:einen )?(?:hinweis|tipp)|wissen sie mehr|schreiben sie uns|abonnieren|jetzt (?:abonnieren|anmelden|"
    r"testen)|melden sie sich|"
    r"folgen sie uns|unterstützen sie|vous avez (?:une|des) information|écrivez-nous|contactez|abonnez-vous|"
    r"inscrivez-vous|recevez|soutenez|"
    r"suivez-nous|¿?tienes (?:una|alguna) (?:pista|noticia|información)|escríbenos|suscríbe(?:te|ase)|regístrate|"
    r"síguenos|apóyanos|"
    r"hai una (?:segnalazione|notizia)|scrivici|iscriviti|abbonati|seguici|assine|inscreva-se|siga-nos|heb je een tip|"
    r"meld je aan|"
    r"har du (?:et |ett )?(?:tips|nyhetstips)|tips oss|kontakt oss|подпи(?:шитесь|сывайтесь)|підпи(?:шіться|"
    r"суйтесь))(?!\w).{0,300}",
    re.IGNORECASE,
)

#: A note on what was changed in the article since.
CORRECTION = re.compile(
    r"[(\[*]*(?:(?:corrections?|clarifications?|corrected|editor['’]?s['’]? notes?|korrektur|berichtigung|"
    r"anmerkung der redaktion|"
    r"hinweis der redaktion|rectificatif|note de la rédaction|corrección|fe de errores|nota de la redacción|"
    r"correzione|errata|"
    r"rectificatie|rettelse|rättelse|sprostowanie|исправление)(?:\s*\([^()]*\)|,? [^:.]{1,30})?\s*[:：–—-]\s*.+|"
    r"an earlier version of this (?:article|story|report)\b.+|in einer früheren version\b.+|"
    r"this (?:article|story|report) (?:has been|was) (?:updated|corrected|amended|changed|edited)\b.*)",
    re.IGNORECASE,
)

#: What a reader may press, and what stands around an article in its page.
NAVIGATION = re.compile(
    r"(?:share(?: (?:this|on|via).{0,40})?|tweet|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|"
    r"instagram|e-?mail|print|copy link|"
    r"save|bookmark|listen(?: to this article)?|menu|search|home|log ?in|sign in|register|skip to (?:main )?content|"
    r"advertisement|ad|anzeige|werbung|"
    r"publicité|publicidad|pubblicità|advertentie|reklame|reklama|teilen|drucken|merken|partager|imprimer|compartir|"
    r"imprimir|guardar|condividi|"
    r"stampa|compartilhar|delen|del|dela|back to top|all rights reserved|privacy policy|cookie policy|terms of (?:use|"
    r"service)|contact|about us|"
    r"close|next|previous|\d+ min(?:ute)?s?(?: read)?|reading time.{0,20}|tags?\s*:.*|topics?\s*:.*|"
    r"filed under\s*:?.*|categor(?:y|ies)\s*:.*|"
    r"keywords?\s*:.*|schlagwörter\s*:.*|©.*|copyright\b.*)(?:\s*[|·•/>]\s*.{0,60})?[\s.]*",
    re.IGNORECASE,
)

#: A field at the head of a mail or of an export.
FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,20}|Message-ID|Content-Type)\s?:\s+(?P<value>\S.*)")
#: What the fields say that are not only the mail's own business.
FIELDS = {
    "subject": "title", "title": "title", "headline": "title", "betreff": "title", "titel": "title", "titre": "title",
    "from": "author", "author": "author", "authors": "author", "byline": "author", "by": "author", "von": "author",
    "date": "published", "published": "published", "posted": "published", "sent": "published", "datum": "published",
    "updated": "modified", "modified": "modified",
    "publisher": "outlet", "outlet": "outlet", "newspaper": "outlet", "publication": "outlet", "site": "outlet",
}  # fmt: skip

#: Fields that are the mail's own business.
MAIL = frozenset("to cc bcc reply-to message-id mime-version content-type content-transfer-encoding received".split())

#: The agencies of the world by the names that credits give them.
AGENCIES = re.compile(
    r"(?:the )?(?:ap|associated press|reuters|afp|agence france-presse|dpa|deutsche presse-agentur|ntb(?: scanpix)?|"
    r"tt|ritzau|stt|anp|belga|efe|"
    r"europa press|ansa|adnkronos|lusa|pap|ctk|čtk|tasr|mti|apa|sda|keystone-sda|epd|kna|afxp|tass|interfax|"
    r"ria novosti|unian|ukrinform|"
    r"xinhua|kyodo|jiji|yonhap|pti|ians|ani|aap|bernama|antara|aa|anadolu agency|upi|bloomberg|pa(?: media)?|"
    r"press association|cp|"
    r"canadian press|sana|wafa|irna|mena|spa|notimex|telam|agerpres|hina|tanjug|bta|scanpix)",
    re.IGNORECASE,
)

#: The commonest short words of languages, to tell in which names of months a text may be.
COMMON_WORDS = {
    "en": "the of and to in is was that for on with as by",
    "de": "der die und das nicht ist von mit dem den ein im auf",
    "fr": "le la les des et est une que dans pour qui du au",
    "es": "el los las del y que una por con para en se su",
    "it": "il di che e la un una per non sono della con gli",
    "pt": "o os da do que em uma para com não dos ao na",
    "nl": "de het een en van is niet dat op zijn met voor te",
    "sv": "och att det som är inte på en för av med till",
    "nb": "og det som er ikke på en til av med har å",
    "da": "og det som er ikke på en til af med har at",
    "pl": "i w nie na się z jest że do to o po",
    "cs": "a se na je že v s z do o který",
    "fi": "ja on ei että se oli hän ovat mutta kun",
    "hu": "a az és hogy nem egy is volt meg",
    "ro": "și de în la cu nu pe din este o care",
    "tr": "ve bir bu için da de ile çok olarak",
    "id": "dan yang di dari untuk dengan ini pada tidak",
    "ru": "и в не на что с по как это из",
    "uk": "і в не на що з до як та у",
    "el": "και το του της να η με που για",
}
