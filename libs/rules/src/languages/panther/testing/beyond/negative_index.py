# refused: an index that is no constant name and no place from 0 at line 3
def rule(event):
    return event.get("resources")[-1] == "x"
