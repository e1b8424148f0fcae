# refused: udm("actor_ip") at line 3
def rule(event):
    return event.udm("actor_ip") == "x"
