# refused: the function json.loads at line 6
import json


def rule(event):
    return json.loads(event.get("requestParameters")) == "x"
