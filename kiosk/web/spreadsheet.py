"""Tables for any spreadsheet: text that it takes for text."""


def safe_cell(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula: text that could be one gets an apostrophe in front.

    Source: OWASP, CSV Injection.
    """
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )
