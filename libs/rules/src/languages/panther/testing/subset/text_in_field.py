# match: {"requestParameters": {"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}}
# match: {"requestParameters": {"policyArn": ["AdministratorAccess", "x"]}}
# match: {"requestParameters": {"policyArn": {"AdministratorAccess": 1}}}
# no-match: {"requestParameters": {"policyArn": ["arn:aws:iam::aws:policy/AdministratorAccess"]}}
# no-match: {}
# error: {"requestParameters": {"policyArn": 5}}
def rule(event):
    return "AdministratorAccess" in event.deep_get("requestParameters", "policyArn", default="")
