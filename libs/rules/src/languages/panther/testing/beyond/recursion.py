# refused: rule, which calls itself or calls too deep, at line 3
def rule(event):
    return rule(event)
