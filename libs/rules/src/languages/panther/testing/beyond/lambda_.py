# refused: lambda at line 3
def rule(event):
    check = lambda name: name == "x"
    return check(event.get("eventName"))
