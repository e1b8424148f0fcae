# match: {"eventName": "A"}
# match: {"eventName": "B", "awsRegion": "x"}
# no-match: {"eventName": "B", "awsRegion": "y"}
def rule(event):
    return not event.get("eventName") == "B" or event.get("awsRegion") == "x"
