from panther_aws_helpers import aws_cloudtrail_success, aws_rule_context

# What makes a trail, changes one, or switches its logging on.
TRAIL_CALLS = {"CreateTrail", "UpdateTrail", "StartLogging"}


def rule(event):
    return aws_cloudtrail_success(event) and event.get("eventName") in TRAIL_CALLS


def title(event):
    return f"CloudTrail [{event.deep_get('requestParameters', 'name')}] was created/updated"


def alert_context(event):
    context = aws_rule_context(event)
    context["name"] = event.deep_get("requestParameters", "name")
    return context
