# match: {"requestParameters": {"ipPermissions": {"items": [{"ipRanges": {"items": [{"cidrIp": "10.0.0.0/8"}]}}, {"ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]}}}
# no-match: {"requestParameters": {"ipPermissions": {"items": [{"ipRanges": {"items": [{"cidrIp": "10.0.0.0/8"}]}}]}}}
# no-match: {}
def rule(event):
    return any(
        one.get("cidrIp") == "0.0.0.0/0"
        for permission in event.deep_get("requestParameters", "ipPermissions", "items", default=[])
        for one in permission.get("ipRanges", {}).get("items", [])
    )
