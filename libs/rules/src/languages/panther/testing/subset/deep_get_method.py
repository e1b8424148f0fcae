# match: {"userIdentity": {"type": "Root"}}
# match: {"useridentity": {"TYPE": "Root"}}
# no-match: {"userIdentity": {"type": "IAMUser"}}
# no-match: {}
def rule(event):
    return event.deep_get("userIdentity", "type") == "Root"
