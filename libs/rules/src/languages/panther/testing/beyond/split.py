# refused: the method split at line 3
def rule(event):
    return event.get("eventSource").split(".")[0] == "iam"
