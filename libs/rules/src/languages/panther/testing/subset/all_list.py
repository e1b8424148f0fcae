# match: {"eventName": "A", "eventSource": "iam.amazonaws.com"}
# no-match: {"eventName": "A", "eventSource": "s3.amazonaws.com"}
# no-match: {}
def rule(event):
    return all(
        [
            event.get("eventName") == "A",
            event.get("eventSource") == "iam.amazonaws.com",
        ]
    )
