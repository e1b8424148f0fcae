# refused: COUNT, which is changed or bound more than once, at line 6
COUNT = 0


def rule(event):
    return COUNT == 0


def title(event):
    global COUNT
    COUNT = 1
    return "x"
