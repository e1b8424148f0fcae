# match: {"eventName": "A", "awsRegion": "x"}
# no-match: {"eventName": "A", "awsRegion": "y"}
# no-match: {}
def is_in(event, region):
    if event.get("awsRegion") != region:
        return False
    return True


def rule(event):
    return event.get("eventName") == "A" and is_in(event, "x")
