# match: {"sourceIPAddress": "10.0.0.1", "userAgent": "curl/8"}
# no-match: {"sourceIPAddress": "10.0.0.2", "userAgent": "curl/8"}
# no-match: {"sourceIPAddress": "10.0.0.1"}
# no-match: {"sourceIPAddress": "s3.amazonaws.com", "userAgent": "curl/8"}
def rule(event):
    return event.udm("source_ip") == "10.0.0.1" and event.udm("user_agent", default="").startswith("curl")
