# match: {"resources": [{"type": "key", "ARN": "x"}]}
# no-match: {"resources": [{"type": "alias", "ARN": "x"}, {"type": "key", "ARN": "y"}]}
def rule(event):
    return any(one.get("ARN") == "x" for one in event.get("resources", []) if one.get("type") == "key")
