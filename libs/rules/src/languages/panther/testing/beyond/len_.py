# refused: the function len at line 3
def rule(event):
    return len(event.get("resources", [])) > 3
