# match: {"errorMessage": "denied"}
# match: {"errorCode": "denied", "errorMessage": "other"}
# no-match: {"errorCode": "x", "errorMessage": "denied"}
# match: {"errorCode": "", "errorMessage": "denied"}
def rule(event):
    return (event.get("errorCode") or event.get("errorMessage")) == "denied"
