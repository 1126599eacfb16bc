"""What people measure in, by kind and size; factors are exact where a treaty or a law makes them so."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["length", "mass", "volume", "area", "speed", "heat", "time"]


@dataclass(frozen=True, slots=True)
class Unit:
    """en: one, many, and what else it is called; zh: as it is said, and what else it is called."""

    kind: Kind
    size: Fraction  # of it in metres, grams, litres, square metres, metres per second, kelvins, seconds
    en: tuple[str, ...]
    zh: tuple[str, ...]
    zero: Fraction = Fraction(0)  # where its scale begins, in kelvins


def _unit(kind: Kind, size: str, en: str, zh: str, zero: str = "0") -> Unit:
    return Unit(kind, Fraction(size), tuple(en.split("|")), tuple(zh.split("|")) if zh else (), Fraction(zero))


# Inch, foot, yard, mile, pound, ounce: the international ones of 1959. Cup, pint, quart, gallon, spoons, fluid ounce: of the United States.
# 斤, 两, 里, 亩: as the market system of China has them since 1929.
UNITS = (
    _unit("length", "0.001", "millimeter|millimeters|millimetre|millimetres|mm", "毫米"),
    _unit("length", "0.01", "centimeter|centimeters|centimetre|centimetres|cm", "厘米|公分"),
    _unit("length", "1", "meter|meters|metre|metres", "米|公尺"),
    _unit("length", "1000", "kilometer|kilometers|kilometre|kilometres|km|kms|k", "公里|千米"),
    _unit("length", "0.0254", "inch|inches", "英寸|寸"),
    _unit("length", "0.3048", "foot|feet", "英尺"),
    _unit("length", "0.9144", "yard|yards", "码"),
    _unit("length", "1609.344", "mile|miles", "英里"),
    _unit("length", "500", "li|li", "里|里地|里路|华里"),
    _unit("mass", "0.001", "milligram|milligrams|mg", "毫克"),
    _unit("mass", "1", "gram|grams|gramme|grammes|g", "克"),
    _unit("mass", "1000", "kilogram|kilograms|kilo|kilos|kg|kgs", "公斤|千克"),
    _unit("mass", "1000000", "tonne|tonnes|metric ton|metric tons", "吨"),
    _unit("mass", "453.59237", "pound|pounds|lb|lbs", "磅"),
    _unit("mass", "28.349523125", "ounce|ounces|oz", "盎司"),
    _unit("mass", "6350.29318", "stone|stone", ""),
    _unit("mass", "500", "jin|jin|catty|catties", "斤|市斤"),
    _unit("mass", "50", "liang|liang", "两"),
    _unit("volume", "0.001", "milliliter|milliliters|millilitre|millilitres|ml", "毫升"),
    _unit("volume", "0.01", "centiliter|centiliters|centilitre|centilitres|cl", "厘升"),
    _unit("volume", "0.1", "deciliter|deciliters|decilitre|decilitres|dl", "分升"),
    _unit("volume", "1", "liter|liters|litre|litres", "升|公升"),
    _unit("volume", "0.00492892159375", "US teaspoon|US teaspoons|teaspoon|teaspoons|tsp", "美制茶匙|茶匙|小勺"),
    _unit("volume", "0.01478676478125", "US tablespoon|US tablespoons|tablespoon|tablespoons|tbsp", "美制汤匙|汤匙|大勺"),
    _unit("volume", "0.0295735295625", "US fluid ounce|US fluid ounces|fluid ounce|fluid ounces|ounce|ounces|oz", "美制液体盎司|液体盎司"),
    _unit("volume", "0.2365882365", "US cup|US cups|cup|cups", "美制杯|量杯|杯"),
    _unit("volume", "0.473176473", "US pint|US pints|pint|pints", "美制品脱|品脱"),
    _unit("volume", "0.56826125", "British pint|British pints|imperial pint|imperial pints|uk pint|uk pints", "英制品脱"),
    _unit("volume", "0.946352946", "US quart|US quarts|quart|quarts", "美制夸脱|夸脱"),
    _unit("volume", "3.785411784", "US gallon|US gallons|gallon|gallons", "美制加仑|加仑"),
    _unit("volume", "4.54609", "British gallon|British gallons|imperial gallon|imperial gallons|uk gallon|uk gallons", "英制加仑"),
    _unit("area", "1", "square meter|square meters|square metre|square metres|sqm", "平方米|平米|平"),
    _unit("area", "1000000", "square kilometer|square kilometers|square kilometre|square kilometres", "平方公里"),
    _unit("area", "0.09290304", "square foot|square feet", "平方英尺"),
    _unit("area", "2589988.110336", "square mile|square miles", "平方英里"),
    _unit("area", "4046.8564224", "acre|acres", "英亩"),
    _unit("area", "10000", "hectare|hectares", "公顷"),
    _unit("area", "2000/3", "mu|mu", "亩"),
    _unit("speed", "5/18", "kilometer per hour|kilometers per hour|kilometres per hour|kilometers an hour|kph", "公里每小时|千米每小时"),
    _unit("speed", "0.44704", "mile per hour|miles per hour|miles an hour|mph", "英里每小时"),
    _unit("speed", "1", "meter per second|meters per second|metres per second|meters a second|metres a second", "米每秒"),
    _unit("speed", "1852/3600", "knot|knots", "节"),
    _unit("heat", "1", "degree Celsius|degrees Celsius|degree centigrade|degrees centigrade|celsius|centigrade", "摄氏度", "273.15"),
    _unit("heat", "5/9", "degree Fahrenheit|degrees Fahrenheit|fahrenheit", "华氏度", "459.67"),
    _unit("time", "1", "second|seconds", "秒|秒钟"),
    _unit("time", "60", "minute|minutes", "分钟"),
    _unit("time", "3600", "hour|hours", "小时|个小时|个钟头"),
    _unit("time", "86400", "day|days", "天"),
    _unit("time", "604800", "week|weeks", "周|个星期|星期|个礼拜"),
)  # fmt: skip
