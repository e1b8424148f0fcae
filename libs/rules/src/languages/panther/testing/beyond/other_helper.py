# refused: the function pattern_match at line 6
from panther_base_helpers import pattern_match


def rule(event):
    return pattern_match(event.get("eventName"), "Stop*")
