# match: {"errorCode": "accessDenied"}
# no-match: {"errorCode": "AccessDeniedException"}
# no-match: {}
def rule(event):
    return event.get("errorCode", "").upper() == "ACCESSDENIED" and event.get("errorCode", "").upper() != "accessdenied"
