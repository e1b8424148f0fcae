# refused: a loop over "abc" at line 3
def rule(event):
    return any(letter == "a" for letter in "abc")
