# refused: a for loop at line 3
def rule(event):
    for resource in event.get("resources", []):
        if resource.get("type") == "x":
            return True
    return False
