# refused: get with anything but a constant name at line 3
def rule(event):
    return event.get(event.get("eventName")) == "x"
