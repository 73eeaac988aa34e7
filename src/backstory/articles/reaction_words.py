"""The words that stand around readers' comments, in the languages of the content systems that print them.

Most are the translations that WordPress, Drupal and Blogger print themselves, and so the same on very many pages.
"""

from __future__ import annotations

import re

#: "comments" where it can mean nothing else.
_NOUNS = (
    r"comments|comment threads?|kommentare|leser-?\s?kommentare|nutzer-?\s?kommentare|leserbriefe|lesermeinungen|"
    r"commentaires|comentarios|comentários|comentaris|commenti|reacties|opmerkingen|komentarze|komentarzy|kommentarer|"
    r"kommentit|kommenttia|komentáře|komentářů|komentáre|komentárov|hozzászólások|hozzászólás|comentarii|yorumlar|"
    r"комментарии|комментариев|комментария|коментарі|коментарів|коментари|коментара|komentari|komentara|σχόλια|תגובות|"
    r"تعليقات|التعليقات|نظرات|دیدگاه‌ها|コメント|评论|評論|留言|댓글|टिप्पणियाँ|bình luận|ความคิดเห็น"
)
#: Words that mean comments only where they are counted, or say on what.
_COUNTED = (
    r"comment|repl(?:y|ies)|responses?|reactions?|thoughts?|kommentar|antworten|antwort|reaktionen|leserreaktionen|"
    r"commentaire|réactions?|réponses?|comentario|respuestas?|comentário|respostas?|commento|risposte|reactie|"
    r"komentarz|"
    r"svar|kommentti|komentář|komentár|comentariu|yorum|комментарий|комментариев|коментар|σχόλιο|תגובה|تعليق|komentar"
)
_COUNT = r"(?:\d[\d.,\s]*|one|no|all|ein|eine|keine|alle|un|une|uno|una|um|uma|één|en|jeden|brak)"
_ON = r"(?:on|to|for|about|so far|zu|auf|sur|à|en|sobre|a|su|op|till|til|к|на|до|para|on this)"

#: A line that opens the comments: "3 comments", "Leser-Kommentare (12)", "1 Comment on ...", "Commentaires :".
OPENING = re.compile(
    rf"[\W_]*(?:"
    rf"(?:{_COUNT}\s*|(?:reader|user|all|your|view|"
    rf"show)s?['’]?\s+)?(?:{_NOUNS})\s*[(\[]?[\d.,]*[)\]]?(?:\s+{_ON}\b.*)?|"
    rf"{_COUNT}\s*(?:{_COUNTED})(?:\s+{_ON}\b.*)?|(?:{_COUNTED})\s*[(\[]\d+[)\]]|(?:comment|repl(?:y|ies)|"
    rf"responses?) (?:on|to) .+"
    rf")[\s:.]*",
    re.IGNORECASE,
)

#: A line of a form that asks for comments, or that says who may write one.
ASKING = re.compile(
    r"[\W_]*(?:(?:please\s+)?(?:leave|post|add|write|submit|make)\s+(?:a|your)\s+(?:public\s+)?(?:comment|reply|"
    r"response)\b.*|"
    r"join the (?:conversation|discussion)|(?:be the )?first to comment.*|have your say|what do you think\?|"
    r"your e-?mail address will not be (?:published|shown).*|(?:required|mandatory) fields are marked.*|"
    r"(?:you must|please) (?:be logged in|log ?in|sign in|register).{0,30} comment.*|(?:log|sign) in to (?:comment|"
    r"reply|post).*|"
    r"save my name, e-?mail,? and website in this browser.*|notify me of (?:follow-?up|new) (?:comments|posts).*|"
    r"comments (?:are|have been) (?:now )?(?:closed|disabled|off|moderated)\b.*|cancel reply|post comment|"
    r"submit comment|"
    r"(?:schreiben?(?: sie)?|hinterlass(?:en?)?(?: sie)?|verfass(?:en?)?(?: sie)?) (?:einen|ihren|deinen) kommentar.*|"
    r"kommentare? (?:schreiben|verfassen|hinterlassen|abgeben|hinzufügen|abschicken)|antworten abbrechen|"
    r"antwort hinterlassen|"
    r"(?:deine|ihre) e-?mail-?adresse wird nicht veröffentlicht.*|erforderliche felder sind .*|neuen kommentar .*|"
    r"(?:laisser|poster|ajouter|écrire|publier) un (?:nouveau )?commentaire.*|"
    r"laisser une réponse.*|votre adresse (?:e-?mail|de messagerie) ne sera pas publiée.*|annuler la réponse|"
    r"(?:deja|dejar|publicar|añadir|escribe|agregar) (?:una? )?(?:respuesta|comentario).*|"
    r"(?:tu|su) dirección de correo electrónico no será publicada.*|los campos obligatorios .*|cancelar la respuesta|"
    r"(?:lascia|scrivi|aggiungi|invia) un (?:commento|risposta).*|(?:il tuo )?indirizzo e-?mail non sarà pubblicato.*|"
    r"(?:deixe|deixar|publicar|adicionar) (?:uma? )?(?:resposta|comentário).*|"
    r"o seu endereço de e-?mail não será publicado.*|"
    r"geef een reactie.*|laat een (?:reactie|antwoord) achter.*|(?:je|het) e-?mailadres wordt niet gepubliceerd.*|"
    r"dodaj komentarz.*|twój adres e-?mail nie zostanie opublikowany.*|"
    r"(?:lämna|skriv|legg igjen|legg til|skriv) (?:en|et|ett) (?:kommentar|svar).*|"
    r"(?:din )?e-?post(?:adress|adressen)?(?: din)? (?:kommer inte|vil ikke) (?:att )?(?:publiceras|bli publisert).*|"
    r"(?:оставить|добавить|написать) комментарий.*|ваш (?:адрес )?e-?mail не будет опубликован.*|"
    r"(?:залишити|додати) (?:коментар|відповідь).*|напишіть відгук.*|(?:bir )?(?:yanıt|cevap|yorum) yaz(?:ın)?.*|"
    r"コメントを(?:残す|書く|投稿).*|(?:发表|發表|发布)(?:评论|評論|回复|回覆|留言).*|"
    r"댓글 (?:남기기|쓰기).*|αφήστε (?:μια|ένα) .*|"
    r"כתיבת תגובה.*|(?:اترك|أضف) (?:رد|تعليق).*|(?:napsat|přidat|pridaj|pridať) komentář?.*|tinggalkan (?:balasan|"
    r"komentar).*|"
    r"jätä (?:kommentti|vastaus).*|lasă un (?:răspuns|comentariu).*|để lại .*)[\W_]*",
    re.IGNORECASE,
)

#: A label of what a reader may do with a comment, or of who wrote it.
LABEL = re.compile(
    r"[\W\d_]*+(?:reply|reply to .{1,40}|in reply to .{1,40}|reply link|quote|report(?: (?:abuse|comment|this))?|flag|"
    r"like|likes|"
    r"dislike|share|link|permalink|edit|delete|hide|show more|read more|view (?:more )?(?:replies|all)|upvote|"
    r"downvote|vote|"
    r"helpful|recommend|recommended|points?|level|expand full comment|loading|loading\.*|log in to reply|"
    r"reply with quote|copy link|author|top|back to top|"
    r"antworten|antwort|antworten auf .{1,40}|zitieren|melden|kommentar melden|gefällt mir|teilen|bearbeiten|löschen|"
    r"autor|"
    r"beitragsautor|kommentarlink|répondre|répondre à .{1,40}|signaler|signaler un abus|partager|citer|j['’]aime|lien|"
    r"responder|contestar|denunciar|compartir|me gusta|citar|reportar|rispondi|segnala|condividi|mi piace|curtir|"
    r"compartilhar|beantwoorden|reageer|antwoord|rapporteer|odpowiedz|zgłoś|cytuj|svar|svara|anmäl|rapporter|del|"
    r"vastaa|"
    r"ilmianna|odpovědět|odpovedať|nahlásit|válasz|răspunde|yanıtla|cevapla|şikayet et|ответить|пожаловаться|"
    r"цитировать|"
    r"відповісти|поскаржитись|отговор|απάντηση|הגב|השב|رد|返信|回复|回覆|답글|trả lời|balas)?[\W\d_]*",
    re.IGNORECASE,
)

#: What follows the name of who wrote a comment.
SAYS = re.compile(
    r"\s*\b(?:says?|said|wrote|writes|commented|replied|sagte?|schreibt|schrieb|meinte?|kommentierte|a dit|dit|a écrit|"
    r"écrit|dice|dijo|escribió|disse|diz|escreveu|scrive|ha scritto|ha detto|zegt|schreef|säger|skrev|skriver|sier|"
    r"siger|"
    r"pisze|napisał\(?a?\)?|sanoo|kirjoitti|říká|napsal\(?a?\)?|hovorí|szerint|spune|diyor ki|dedi ki|"
    r"пишет|говорит|сказал\(?а?\)?|каже|пише|λέει)(?!\w)(?:\s+(?:am|on|le|el|il|op|at|um)\b.*)?[.…]*\Z",
    re.IGNORECASE,
)
#: What precedes it: "#3 Comment by ...".
BY = re.compile(
    r"[\s#\d.)·|–-]*(?:(?:comment|posted|written|submitted|reply|kommentar|antwort|verfasst|geschrieben|commentaire|"
    r"posté|publié|"
    r"comentario|publicado|enviado|comentário|commento|inviato|scritto|reactie|geplaatst|komentarz)\s+)?"
    r"(?:(?:by|from|von|vom|par|de|por|da|di|door|van|od|av|от|від)[\s:]+)?",
    re.IGNORECASE,
)

#: When a comment was written, in words that only its moment makes a date of, or as a year with a time of day.
MOMENT = re.compile(
    r"\A\d+\s?(?:[smhdwy]|min|hr|mo|yr)s?\Z|\b(?:\d+|an?|one)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|"
    r"weeks?|months?|mos?|years?|yrs?|[smhdwy])\s+ago\b|"
    r"\bvor \w+ (?:sekunde|minute|stunde|tag|woche|monat|jahr)|\bil y a \w+ (?:seconde|minute|heure|jour|semaine|mois|"
    r"an)|"
    r"\b(?:hace|há) \w+ (?:segundo|minuto|hora|d[ií]a|semana|mes|m[eê]s|año|ano)|\b\w+ (?:minut[oi]|or[ae]|giorn[oi]|"
    r"settiman[ae]|"
    r"mes[ei]|ann[oi]) fa\b|\b\w+ (?:minu(?:ut|ten)|uur|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar) geleden\b|"
    r"\bför \w+ \w+ sedan\b|\bfor \w+ \w+ siden\b|\b\d+ \w+ temu\b|\d+ \w+ (?:назад|тому)\b|\b\d+ \w+ önce\b|"
    r"\b(?:19|20)\d\d\b.{0,20}\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[:.h]\d\d\b.{0,20}\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
