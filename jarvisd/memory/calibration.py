"""Where an embedder's cosines lie: for what answers a question and for what does not, within a language and across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jarvisd.memory import Embedder, Vectors
from jarvisd.messages import Language
from jarvisd.text import language_of

# A question and what answers it, each in both languages.
_PAIRS: Sequence[Mapping[Language, tuple[str, str]]] = (
    {"en": ("What is Vera allergic to?", "Vera is allergic to strawberries"), "zh": ("薇拉对什么过敏？", "薇拉对草莓过敏")},
    {"en": ("Where does Uncle Max live?", "Uncle Max lives in Salzburg"), "zh": ("马克斯叔叔住在哪里？", "马克斯叔叔住在萨尔茨堡")},
    {"en": ("What is the gate code?", "The gate code is four seven one"), "zh": ("大门密码是什么？", "大门密码是四七一")},
    {
        "en": ("When is Grandpa's birthday?", "Grandpa's birthday is on the ninth of June"),
        "zh": ("爷爷的生日是哪天？", "爷爷的生日是六月九号"),
    },
    {"en": ("Where are the candles?", "We keep the candles in the kitchen drawer"), "zh": ("蜡烛放在哪里？", "蜡烛放在厨房的抽屉里")},
    {
        "en": ("What colour is the dog?", "Our dog Rex is brown and quite old"),
        "zh": ("狗是什么颜色的？", "我们家的狗雷克斯是棕色的，很老了"),
    },
    {
        "en": ("When does the bin get emptied?", "The rubbish is collected every Thursday morning"),
        "zh": ("什么时候收垃圾？", "每周四早上收垃圾"),
    },
)
_ODD = 0.04  # so much nearer to all questions than our texts is no sentence: a table is by 0.06, sentences by 0.02 at most
_LOW, _HIGH = 0.2, 0.8  # what a stranger and an answer come to; 0.5 lies in the middle


@dataclass(frozen=True, slots=True)
class Span:
    far: float  # mean cosine of the likest text that does not answer
    near: float  # mean cosine of the text that does

    def place(self, cosine: float) -> float:
        """0..1."""
        wide = max(self.near - self.far, 1e-6)
        return min(max(_LOW + (_HIGH - _LOW) * (cosine - self.far) / wide, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Embedders differ: e5's cosines of strangers are 0.75 in English, 0.82 in Chinese; other models' 0.2."""

    spans: Mapping[tuple[Language, Language], Span]  # by the languages of question and text
    strangers: Mapping[Language, Vectors]  # the sum of texts that hardly any question is about, divided by their number
    questions: Mapping[Language, Vectors]  # the same of questions that hardly any text answers
    usual: Mapping[tuple[Language, Language], float]  # the mean cosine of our questions and those texts
    middle: Vectors  # the mean of a few texts: where this embedder's vectors lie

    def place(self, question: Language, text: str, cosine: float, query: Vectors | None = None, common: float | None = None) -> float:
        """query: the question's vector; common: the cosine of the text with our questions. A single word lies nearer to everything in the
        other language than a question does, a table or two letters much nearer than a sentence: that is taken off."""
        language = language_of(text, question)
        if language != question:
            usual = self.usual[question, language]
            cosine -= 0.0 if query is None else max(0.0, float(self.strangers[language] @ query) - usual)
            cosine -= 0.0 if common is None or common - usual < _ODD else common - usual
        return self.spans[question, language].place(cosine)


async def calibrated(embedder: Embedder) -> Calibration:
    """Measured on a few sentences; takes as long as embedding thirty."""
    languages: tuple[Language, ...] = ("en", "zh")
    asked = {language: await embedder.queries([pair[language][0] for pair in _PAIRS]) for language in languages}
    said = {language: await embedder.passages([pair[language][1] for pair in _PAIRS]) for language in languages}
    spans = {(one, other): _span(asked[one], said[other]) for one in languages for other in languages}
    strangers = {language: said[language].mean(axis=0) for language in languages}
    questions = {language: asked[language].mean(axis=0) for language in languages}
    usual = {(one, other): float((asked[one] @ said[other].T).mean()) for one in languages for other in languages}
    return Calibration(spans, strangers, questions, usual, np.concatenate([said[language] for language in languages]).mean(axis=0))


def _span(asked: Vectors, said: Vectors) -> Span:
    cosines = asked @ said.T
    near = float(np.diagonal(cosines).mean())
    others = np.where(np.eye(len(cosines), dtype=bool), -1.0, cosines)
    return Span(float(others.max(axis=1).mean()), near)
