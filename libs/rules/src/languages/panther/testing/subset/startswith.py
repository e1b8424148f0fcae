# match: {"userAgent": "aws-cli/2.15"}
# no-match: {"userAgent": "AWS-CLI/2.15"}
# error: {}
# error: {"userAgent": null}
def rule(event):
    return event.get("userAgent").startswith("aws-cli")
