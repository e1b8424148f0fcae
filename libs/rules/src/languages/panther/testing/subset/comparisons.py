# match: {"requestParameters": {"durationSeconds": 43200}}
# no-match: {"requestParameters": {"durationSeconds": 3600}}
# no-match: {"requestParameters": {"durationSeconds": 90000}}
# no-match: {"requestParameters": {"durationSeconds": true}}
# no-match: {}
# error: {"requestParameters": {"durationSeconds": "43200"}}
LIMIT = 3600


def rule(event):
    return LIMIT < event.deep_get("requestParameters", "durationSeconds", default=0) <= 86400
