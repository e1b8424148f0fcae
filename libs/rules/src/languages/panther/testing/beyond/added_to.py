# refused: an assignment with an operator at line 4
def rule(event):
    score = 0
    score += 1
    return score > 0
