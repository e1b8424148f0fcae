# match: {}
# match: {"errorCode": null}
# no-match: {"errorCode": ""}
def rule(event):
    return event.get("errorCode") is None
