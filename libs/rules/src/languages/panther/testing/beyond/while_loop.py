# refused: a while loop at line 3
def rule(event):
    while event.get("eventName"):
        return True
