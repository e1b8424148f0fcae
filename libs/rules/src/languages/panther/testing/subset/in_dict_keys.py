# match: {"eventName": "DeleteBucket"}
# no-match: {"eventName": "s3"}
SERVICES = {"DeleteBucket": "s3", "DeleteKey": "kms"}


def rule(event):
    return event.get("eventName") in SERVICES
