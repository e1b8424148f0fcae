# match: {"resources": [{"ARN": "arn:aws:s3:::bucket"}]}
# match: {"p_any_aws_arns": ["arn:aws:s3:::bucket"]}
# no-match: {"resources": [{"ARN": "arn:aws:s3:::other"}]}
def rule(event):
    return "arn:aws:s3:::bucket" in event.get("p_any_aws_arns", [])
