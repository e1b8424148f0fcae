# match: {"errorCode": "x"}
# no-match: {"errorCode": ""}
def rule(event):
    return bool(event.get("errorCode"))
