# match: {"eventName": "a\"b\u00e9c\\d", "awsRegion": "x\\n"}
# no-match: {"eventName": "a"}
def rule(event):
    return event.get("eventName") == 'a"b\xe9' "c\\d" and event.get('''awsRegion''') == r"x\n"
