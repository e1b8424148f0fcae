# match: {"eventSource": "iam.amazonaws.com"}
# match: {"eventSource": "sts.amazonaws.com"}
# no-match: {"eventSource": "s3.amazonaws.com"}
SERVICES = ["iam", "sts"]


def rule(event):
    return any(event.get("eventSource", "").startswith(service) for service in SERVICES)
