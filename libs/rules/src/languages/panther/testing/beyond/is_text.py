# refused: "is" with anything but None, True and False at line 3
def rule(event):
    return event.get("eventName") is "x"
