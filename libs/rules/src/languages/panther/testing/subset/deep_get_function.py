# match: {"userIdentity": {"sessionContext": {"attributes": {"mfaAuthenticated": "false"}}}}
# match: {}
# match: {"userIdentity": null}
# match: {"userIdentity": {"sessionContext": "odd"}}
# no-match: {"userIdentity": {"sessionContext": {"attributes": {"mfaAuthenticated": "true"}}}}
from panther_base_helpers import deep_get


def rule(event):
    return deep_get(event, "userIdentity", "sessionContext", "attributes", "mfaAuthenticated", default="false") == "false"
