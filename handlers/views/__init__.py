"""Block Kit and all wording: records in, dicts out."""
