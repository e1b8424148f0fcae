# refused: there is no rule(event), once and with one parameter at line 1
def rule(event):
    return True


def rule(event):
    return False
