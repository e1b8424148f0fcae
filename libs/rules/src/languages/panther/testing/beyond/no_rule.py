# refused: there is no rule(event), once and with one parameter at line 1
def title(event):
    return "x"
