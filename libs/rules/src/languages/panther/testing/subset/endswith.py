# match: {"eventName": "PutRolePolicy"}
# no-match: {"eventName": "PolicyChange"}
def rule(event):
    return event.get("eventName", "").endswith("Policy")
