# match: {"recipientAccountId": "1", "eventName": "A", "resources": [{"accountId": "2"}]}
# no-match: {"recipientAccountId": "1", "eventName": "B", "resources": [{"accountId": "2"}]}
# no-match: {"recipientAccountId": "1", "eventName": "A", "resources": [{"accountId": "1"}]}
def rule(event):
    return any(
        one.get("accountId") != event.get("recipientAccountId") and event.get("eventName") == "A"
        for one in event.get("resources", [])
    )
