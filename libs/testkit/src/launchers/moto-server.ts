/**
 * moto's server as a Python program. Its queues lose messages: a delete copies the list of messages while another request
 * adds to it, and what was added in between is gone (5.2.5, `Queue.delete_message` in moto/sqs/models.py). Here a delete
 * takes the lock that adding takes. The image of moto, where a Docker engine answers, is as it is.
 */
export const motoServer = `
import sys
from moto.server import main
from moto.sqs.models import Queue

unlocked_delete = Queue.delete_message

def delete_message(self, receipt_handle):
    with self._messages_lock:
        unlocked_delete(self, receipt_handle)

Queue.delete_message = delete_message
main(sys.argv[1:])
`;
