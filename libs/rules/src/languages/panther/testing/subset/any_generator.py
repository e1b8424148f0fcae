# match: {"requestParameters": {"items": [{"cidrIp": "10.0.0.0/8"}, {"cidrIp": "0.0.0.0/0"}]}}
# no-match: {"requestParameters": {"items": [{"cidrIp": "10.0.0.0/8"}]}}
# no-match: {"requestParameters": {"items": []}}
# no-match: {}
# error: {"requestParameters": {"items": ["text"]}}
# error: {"requestParameters": {"items": "text"}}
def rule(event):
    return any(item.get("cidrIp") == "0.0.0.0/0" for item in event.deep_get("requestParameters", "items", default=[]))
