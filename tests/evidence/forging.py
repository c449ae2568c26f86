"""Random articles in several languages, and passages with omissions cut from them, as a forger would."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from briefings.evidence.passages import normalize


@dataclass(frozen=True)
class Corpus:
    """Pieces of sentences. Words between asterisks and quotation marks must not be omitted."""

    language: str
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    negations: tuple[str, ...]
    speech: tuple[str, ...]
    clauses: tuple[str, ...]
    quote: str = "“{}”"
    stop: str = "."
    space: str = " "


def pieces(text: str) -> tuple[str, ...]:
    return tuple(text.split(" | "))


CORPORA = [
    Corpus(
        "en",
        pieces(
            "Mayor Ines Hartog | the old council | a spokesman of the firm | China | thirty large countries"
        ),
        pieces(
            "opened the new line | voted for the long plan | signed the great accord | supplied the chips"
        ),
        pieces(
            "in the city of Veldhaven | on a rainy Monday | with many guests from abroad | for 640 million euros"
        ),
        pieces(
            "*not* | *never* | *no* longer | *hardly* | *without* consent | *nobody* | *neither* of them | *didn't* | *refused* and"
        ),
        pieces(
            "*said* | Kool *claimed* that | *according* to Kool | *told* reporters that | *denied* that | *as* Kool put it, | *believes*"
        ),
        pieces(
            "while Piet Kool stayed away | but only if money is found | which Kool opposed | and the firm paid | allegedly"
        ),
    ),
    Corpus(
        "de",
        pieces("Bürgermeisterin Hartog | der alte Stadtrat | ein Sprecher der Firma | dreißig große Länder"),
        pieces("eröffnete die neue Linie | stimmte für den langen Plan | unterschrieb den Vertrag"),
        pieces(
            "in der Stadt Veldhaven | an einem nassen Montag | mit vielen Gästen | für 640 Millionen Euro"
        ),
        pieces(
            "*nicht* | *kein* Freund davon | *nie* | *niemals* | *ohne* Zustimmung | *niemand* | *weder* noch | *nichts*"
        ),
        pieces(
            "*sagte* | *behauptete* Kool, | *laut* Kool | Kool *zufolge* | *erklärte* | *bestritt*, | *meinte* | *warnte*"
        ),
        pieces(
            "während Kool fehlte | aber nur wenn Geld da ist | obwohl Kool klagte | und die Firma zahlte | angeblich"
        ),
        quote="„{}“",
    ),
    Corpus(
        "fr",
        pieces("la maire Ines Hartog | le vieux conseil | un homme de la société | trente grands pays"),
        pieces("ouvre la nouvelle ligne | vote pour le long plan | signe le grand accord"),
        pieces("dans la ville de Veldhaven | un lundi de pluie | avec des invités | pour 640 millions"),
        pieces(
            "n'a *pas* | *jamais* | *ne* veut plus | *aucun* homme | *sans* accord | *personne* | *ni* lui"
        ),
        pieces("a *dit* | *affirme* que | *selon* Kool | *déclare* que | *prétend* que | *annonce*"),
        pieces("tandis que Kool reste | mais seulement si | qui refuse | et la société paie"),
        quote="« {} »",
    ),
    Corpus(
        "ru",
        pieces("мэр Инес Хартог | старый совет | представитель фирмы | тридцать больших стран"),
        pieces("открыла новую линию | голосовал за длинный план | подписали большой договор"),
        pieces("в городе Вельдхавен | в дождливый понедельник | с гостями | за 640 миллионов"),
        pieces("*не* | *никогда* | *нет* | *без* согласия | *никто* | *ни* он"),
        pieces("*сказал* | *заявил*, что | по *словам* Коола | *сообщил* | *утверждает*, что"),
        pieces("а Коол остался | но только если | который против | и фирма платит"),
        quote="«{}»",
    ),
    Corpus(
        "zh",
        pieces("市长 | 各国代表 | 公司 | 委员会"),
        pieces("通过了这项宣言 | 开通了新线路 | 签署了协定"),
        pieces("在上海 | 星期一 | 三十个国家 | 人工智能"),
        pieces("*没有* | *不* | *未* | 并*非* | 从*不*"),
        pieces("*说* | *表示* | *认为* | 据*报道* | *宣布*"),
        pieces("但是 | 如果 | 而公司反对 | 虽然"),
        stop="。",
        space="",
    ),
]


def article(corpus: Corpus, chance: random.Random) -> str:
    """A paragraph or two of random sentences."""
    paragraphs = []
    for _ in range(chance.randint(1, 2)):
        sentences = []
        for _ in range(chance.randint(1, 4)):
            words = [chance.choice(corpus.subjects)]
            if chance.random() < 0.4:
                words.append(chance.choice(corpus.speech))
            if chance.random() < 0.4:
                words.append(chance.choice(corpus.negations))
            words.append(chance.choice(corpus.verbs))
            if chance.random() < 0.3:
                words.append(corpus.quote.format(chance.choice(corpus.objects)))
            words += chance.sample(corpus.objects, chance.randint(0, 3))
            if chance.random() < 0.3:
                words.append(chance.choice(corpus.clauses))
            sentence = corpus.space.join(words).replace("*", "")
            sentences.append(sentence[:1].upper() + sentence[1:] + corpus.stop)
        paragraphs.append(corpus.space.join(sentences))
    return "\n".join(paragraphs) + "\n"


def forged(corpus: Corpus, text: str, chance: random.Random) -> str:
    """Two or three pieces of a text, cut between words, joined with dots, and sometimes shuffled."""
    pieces = re.findall(r"\S+\s*", text) if corpus.space else list(text)
    places = sorted(
        chance.sample(range(len(pieces) + 1), min(chance.choice((4, 4, 4, 6)), (len(pieces) + 1) // 2 * 2))
    )
    parts = ["".join(pieces[a:b]).strip() for a, b in zip(places[::2], places[1::2], strict=True)]
    if chance.random() < 0.1:
        chance.shuffle(parts)
    return chance.choice((" … ", "…", " […] ", " [...] ", " (…) ")).join(parts)


def turning_words(words: str, corpus: Corpus) -> list[str]:
    """The marked words of a corpus that are among some omitted words."""
    plain = normalize(words).text.casefold()
    marked = re.findall(r"\*([^*]+)\*", " ".join((*corpus.negations, *corpus.speech)))
    folded = {normalize(each).text.casefold() for each in marked}
    if corpus.space:
        return [each for each in folded if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", plain)]
    return [each for each in folded if each in plain]
