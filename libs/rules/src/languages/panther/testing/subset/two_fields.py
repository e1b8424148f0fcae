# match: {"recipientAccountId": "1", "userIdentity": {"accountId": "2"}}
# match: {"recipientAccountId": 1, "userIdentity": {"accountId": "1"}}
# match: {"recipientAccountId": "1"}
# no-match: {"recipientAccountId": "1", "userIdentity": {"accountId": "1"}}
# no-match: {}
# error: {"recipientAccountId": [], "userIdentity": {"accountId": []}}
def rule(event):
    return event.get("recipientAccountId") != event.deep_get("userIdentity", "accountId")
