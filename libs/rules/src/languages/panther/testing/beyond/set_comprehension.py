# refused: a set comprehension at line 3
def rule(event):
    return "x" in {one for one in event.get("resources", [])}
