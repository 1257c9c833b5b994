"""Tercet: dosing at home, talk therapy and medication management as one course of care."""

__version__ = "0.1.0"
