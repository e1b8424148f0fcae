# refused: name, which is assigned more than once, at line 5
def rule(event):
    name = event.get("eventName")
    if name == "A":
        name = "B"
    return name == "B"
