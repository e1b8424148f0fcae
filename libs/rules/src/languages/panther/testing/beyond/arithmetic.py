# refused: the operator - at line 3
def rule(event):
    return event.get("a") - 1 == 0
