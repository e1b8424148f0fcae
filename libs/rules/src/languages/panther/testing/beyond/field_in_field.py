# refused: "in" with eventName on the left and resources on the right at line 3
def rule(event):
    return event.get("eventName") in event.get("resources")
