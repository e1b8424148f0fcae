# match: {"eventName": "A"}
# match: {"eventName": "A", "errorCode": "", "errorMessage": null}
# no-match: {"eventName": "A", "errorCode": "AccessDenied"}
# no-match: {"eventName": "A", "errorMessage": "no"}
from panther_aws_helpers import aws_cloudtrail_success


def rule(event):
    return aws_cloudtrail_success(event) and event.get("eventName") == "A"
