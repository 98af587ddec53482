"""Tests of checking drafts on a page."""
