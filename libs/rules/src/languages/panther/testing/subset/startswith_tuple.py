# match: {"eventName": "DeleteTrail"}
# match: {"eventName": "StopLogging"}
# no-match: {"eventName": "CreateTrail"}
# no-match: {}
VERBS = ("Delete", "Stop")


def rule(event):
    return event.get("eventName", "").startswith(VERBS)
