# match: {"eventName": "CreateTrail"}
# match: {"eventName": "UpdateTrail"}
# no-match: {"eventName": "DeleteTrail"}
# no-match: {}
NEW = {"CreateTrail", "StartLogging"}
ALL = NEW | {"UpdateTrail"}


def rule(event):
    return event.get("eventName") in ALL
