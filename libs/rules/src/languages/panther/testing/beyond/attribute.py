# refused: the attribute name at line 3
def rule(event):
    return event.name == "x"
