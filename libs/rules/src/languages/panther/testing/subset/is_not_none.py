# match: {"errorCode": ""}
# no-match: {"errorCode": null}
def rule(event):
    return event.get("errorCode") is not None
