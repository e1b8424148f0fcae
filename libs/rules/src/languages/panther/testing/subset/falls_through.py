# match: {"eventName": "A"}
# no-match: {"eventName": "B"}
def rule(event):
    if event.get("eventName") == "A":
        return True
