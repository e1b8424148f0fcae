# refused: an assignment to an item at line 4
def rule(event):
    context = {}
    context["a"] = 1
    return True
