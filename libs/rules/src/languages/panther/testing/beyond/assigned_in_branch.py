# refused: name, which this file does not give a value on every way here, at line 5
def rule(event):
    if event.get("eventName") == "A":
        name = "B"
    return name == "B"
