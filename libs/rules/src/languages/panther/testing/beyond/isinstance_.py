# refused: the function isinstance at line 3
def rule(event):
    return isinstance(event.get("errorCode"), str)
