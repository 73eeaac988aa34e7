"""Words that say what a date is: names of fields in a page's head, and labels that a reader sees."""

from __future__ import annotations

import re

#: `meta` elements with the day of publication, the surest first.
PUBLISHED_METAS = tuple(
    "article:published_time og:article:published_time og:published_time datepublished article:published"
    " article.published parsely-pub-date sailthru.date cxenseparse:publishtime cxenseparse:recs:publishtime publishdate"
    " publish-date publish_date publication_date publicationdate pubdate pub_date published published_time"
    " published-date published_at date-published article_date_original originalpublicationdate dcterms.issued"
    " dc.date.issued dc.issued dcterms.created dc.date.created dcterms.date dc.date citation_publication_date"
    " citation_online_date citation_date article:post_date og:pubdate ptime vr:published_time rnews:datepublished"
    " iptc:datecreated article:created datecreated date.created created date dateline displaydate releasedate".split()
)
#: `meta` elements with the day of the last change, the surest first.
MODIFIED_METAS = tuple(
    "article:modified_time og:updated_time article:updated_time og:modified_time datemodified last-modified lastmod"
    " lastmodified modified updated dcterms.modified dc.date.modified dc.modified date.modified article:modified"
    " cxenseparse:lastmod revised".split()
)

_PUBLISHED = (
    r"publi|posted|first published|written on|date:|veröffentlicht|erschienen|erstellt|datum|pubbl|gepubliceerd"
    r"|geplaatst|опубликован|дата|oluşturma|yayın|eklenme|diterbitkan|dipublikasi|发布|發布|公開|掲載|配信|입력|등록"
    r"|نشر|تاريخ|प्रकाशित|đăng|objavl|zveřejn|megjelen|julkaist|udgivet|créé|mis en ligne|le:?\s*$|creado"
)
_MODIFIED = (
    r"updat|modif|edited|revised|reviewed|last seen|aktuali[sz]|actuali[sz]|geändert|bearbeitet|mise? à jour|\bmaj\b"
    r"|aggiorna|bijgewerkt|uppdatera|oppdatert|sist endret|opdateret|изменен|обновл|оновл|güncel|更新|수정|تحديث|अपडेट"
    r"|अद्यतन|zaktualizowano|frissít|päivitetty|atualiza|cập nhật|diperbarui|ažurira|izmijenjen"
)
#: A label of the day of publication.
PUBLISHED = re.compile(_PUBLISHED, re.IGNORECASE)
#: A label of the day of the last change.
MODIFIED = re.compile(_MODIFIED, re.IGNORECASE)
#: Where a label starts, and with it what it is about.
LABEL = re.compile(rf"(?=\b(?:{_MODIFIED}|{_PUBLISHED}))", re.IGNORECASE)
#: A label of a date that is neither.
OTHER = re.compile(r"©|copyright|\(c\)|rights reserved|expires|valid until|born|joined|member since", re.IGNORECASE)
#: Names of elements whose dates are those of something else.
ELSEWHERE = re.compile(
    r"comment|kommentar|disqus|\brepl(?:y|ies)\b|related|recommend|teaser|sidebar|footer|popular|trending|caption",
    re.IGNORECASE,
)
