# match: {"eventName": "A"}
# match: {"eventName": "B"}
# no-match: {"eventName": "C"}
def rule(event):
    return any([event.get("eventName") == "A", event.get("eventName") == "B"])
