# refused: the method deep_walk at line 3
def rule(event):
    return event.deep_walk("requestParameters", "items", "name", default="") == "x"
