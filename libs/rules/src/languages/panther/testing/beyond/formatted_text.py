# refused: a text with values in it at line 3
def rule(event):
    return f"{event.get('eventSource')}:{event.get('eventName')}" == "s3.amazonaws.com:PutObject"
