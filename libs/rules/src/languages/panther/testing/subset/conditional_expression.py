# match: {"eventName": "A", "awsRegion": "x"}
# no-match: {"eventName": "A", "awsRegion": "y"}
# match: {"eventName": "B", "awsRegion": "y"}
def rule(event):
    wanted = "x" if event.get("eventName") == "A" else "y"
    return event.get("awsRegion") == "x" if event.get("eventName") == "A" else event.get("awsRegion") == wanted
