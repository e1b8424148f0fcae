# match: {"eventName": "A"}
# no-match: {"eventName": "B"}
# match: {"eventName": "C", "awsRegion": "x"}
# no-match: {"eventName": "C"}
def rule(event):
    if event.get("eventName") == "A":
        return True
    elif event.get("eventName") == "B":
        return False
    else:
        return event.get("awsRegion") == "x"
