# refused: a statement that only has an effect at line 3
def rule(event):
    print(event)
    return True
