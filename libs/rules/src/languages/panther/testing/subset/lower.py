# match: {"requestParameters": {"groupName": "Cluster-ADMINS"}}
# no-match: {"requestParameters": {"groupName": "developers"}}
# no-match: {}
def rule(event):
    return "admin" in event.deep_get("requestParameters", "groupName", default="").lower()
