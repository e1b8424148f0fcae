# refused: the operator := at line 3
def rule(event):
    if (name := event.get("eventName")):
        return name == "x"
    return False
