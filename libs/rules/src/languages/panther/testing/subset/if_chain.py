# match: {"eventName": "StopLogging"}
# match: {"eventName": "UpdateTrail", "requestParameters": {"isMultiRegionTrail": false}}
# no-match: {"eventName": "UpdateTrail", "requestParameters": {"isMultiRegionTrail": true}}
# no-match: {"eventName": "StopLogging", "errorCode": "AccessDenied"}
# no-match: {}
def rule(event):
    if event.get("errorCode"):
        return False
    if event.get("eventName") == "StopLogging":
        return True
    if event.get("eventName") == "UpdateTrail":
        if event.deep_get("requestParameters", "isMultiRegionTrail") is False:
            return True
    return False
