# refused: is no Python before "= == \"x\"" at line 3
def rule(event):
    return event.get("eventName") = == "x"
