# refused: the method strip at line 3
def rule(event):
    return event.get("eventName").strip() == "x"
