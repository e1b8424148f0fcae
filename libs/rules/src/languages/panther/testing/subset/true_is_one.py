# match: {"requestParameters": {"count": 1}}
# match: {"requestParameters": {"count": true}}
# match: {"requestParameters": {"count": 1.0}}
# no-match: {"requestParameters": {"count": "1"}}
def rule(event):
    return event.deep_get("requestParameters", "count") == True
