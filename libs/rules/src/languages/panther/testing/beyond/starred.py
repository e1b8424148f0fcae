# refused: * before a value at line 3
def rule(event):
    return any([*event.get("resources", [])])
