# match: {"eventName": "RunInstances"}
# match: {"awsRegion": "nowhere"}
# no-match: {"awsRegion": null}
# no-match: {"awsRegion": "eu-west-1"}
def rule(event):
    return event.get("awsRegion", "nowhere") == "nowhere"
