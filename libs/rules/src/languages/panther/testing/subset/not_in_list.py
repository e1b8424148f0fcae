# match: {"awsRegion": "ap-south-1"}
# match: {}
# no-match: {"awsRegion": "eu-west-1"}
def rule(event):
    return event.get("awsRegion") not in ["eu-" + "west-1", "eu-central-1"]
