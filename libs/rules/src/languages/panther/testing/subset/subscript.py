# match: {"eventName": "PutKeyPolicy", "resources": [{"ARN": "arn:1"}]}
# no-match: {"eventName": "PutKeyPolicy", "resources": [{"ARN": "arn:2"}]}
# error: {"eventName": "PutKeyPolicy", "resources": []}
# error: {"eventName": "PutKeyPolicy"}
def rule(event):
    return event["eventName"] == "PutKeyPolicy" and event["resources"][0]["ARN"] == "arn:1"
