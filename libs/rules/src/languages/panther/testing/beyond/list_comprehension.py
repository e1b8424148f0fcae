# refused: a comprehension outside any() and all() at line 3
def rule(event):
    names = [one.get("name") for one in event.get("resources", [])]
    return "x" in names
