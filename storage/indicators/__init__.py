"""Indicators: values in a canonical form, apart from what each company says of them."""

from storage.indicators.records import Indicator, IndicatorType

__all__ = ["Indicator", "IndicatorType"]
