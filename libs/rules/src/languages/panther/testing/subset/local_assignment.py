# match: {"requestParameters": {"Host": "public"}}
# no-match: {"requestParameters": {"Host": "private"}}
# no-match: {}
def rule(event):
    """Names are read where they are used."""
    parameters = event.get("requestParameters", {})
    host = parameters.get("Host")
    is_public = host == "public"
    return is_public
