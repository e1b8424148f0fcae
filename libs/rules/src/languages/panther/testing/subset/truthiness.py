# match: {"requestParameters": {"a": "x"}}
# match: {"requestParameters": [0]}
# match: {"requestParameters": -1}
# no-match: {"requestParameters": {}}
# no-match: {"requestParameters": []}
# no-match: {"requestParameters": ""}
# no-match: {"requestParameters": 0}
# no-match: {"requestParameters": false}
# no-match: {"requestParameters": null}
# no-match: {}
def rule(event):
    return event.get("requestParameters")
