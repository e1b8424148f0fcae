# match: {"resources": [{"accountId": "1"}, {"accountId": "1"}]}
# match: {"resources": []}
# no-match: {"resources": [{"accountId": "1"}, {"accountId": "2"}]}
def rule(event):
    return all(one.get("accountId") == "1" for one in event.get("resources", []))
