"""Reads the content folder (`data/`), checks it and hands it out as frozen values; says nothing to anybody itself."""
