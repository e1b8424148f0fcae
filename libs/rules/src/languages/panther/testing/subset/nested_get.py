# match: {"requestParameters": {"bucketName": "logs"}}
# no-match: {}
# no-match: {"requestParameters": {}}
# error: {"requestParameters": null}
# error: {"requestParameters": "text"}
def rule(event):
    return event.get("requestParameters", {}).get("bucketName") == "logs"
