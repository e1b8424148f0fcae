# refused: outer of an outer loop inside an inner one at line 4
def rule(event):
    return any(
        outer.get("id") == inner.get("id")
        for outer in event.get("resources", [])
        for inner in outer.get("parts", [])
    )
