# refused: a slice at line 3
def rule(event):
    return event.get("eventName")[0:4] == "Stop"
