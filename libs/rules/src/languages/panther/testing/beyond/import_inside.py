# refused: an import inside a function at line 3
def rule(event):
    import json
    return True
