# match: {"eventName": "StopLogging"}
# match: {"EVENTNAME": "StopLogging"}
# no-match: {"eventName": "stoplogging"}
# no-match: {}
# no-match: {"eventName": ["StopLogging"]}
def rule(event):
    return event.get("eventName") == "StopLogging"
