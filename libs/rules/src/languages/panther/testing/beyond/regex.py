# refused: the function re.search at line 6
import re


def rule(event):
    return re.search("Stop.*", event.get("eventName"))
