# refused: try at line 6
from ipaddress import ip_address


def rule(event):
    try:
        ip_address(event.get("sourceIPAddress"))
    except ValueError:
        return False
    return True
