"""Reads OCSF events from stdin, one JSON object a line, and prints what the released schema has against each."""

import json
import sys

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

version = sys.argv[1]
schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version))
validators = {}
for number, line in enumerate(sys.stdin):
    event = json.loads(line)
    uid = event["class_uid"]
    if uid not in validators:
        name = schema.lookup_class_name_from_uid(uid)
        profiles = event.get("metadata", {}).get("profiles", [])
        validators[uid] = Draft202012Validator(schema.get_class_schema(name, profiles))
    for error in validators[uid].iter_errors(event):
        path = "/".join(str(part) for part in error.absolute_path)
        print(f"{number}: {path}: {error.message[:300]}")
print("validated", number + 1)
