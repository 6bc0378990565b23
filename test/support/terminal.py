"""Runs a command in a pseudo-terminal and answers it.

usage: terminal.py COMMAND [ARGUMENT...] < dialogue.json
The dialogue is a JSON list of [text, keys]: the keys are sent once the text has been printed after the last answer.
Prints what the command printed, and ends with its exit status; 97 when a text does not come within 50 seconds.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time

DIALOGUE = json.load(sys.stdin)
SECONDS = 50

pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[1], sys.argv[1:])

# A new terminal has no columns at all, and every character would be a line.
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

output = b""
answered = 0


def read(until):
    """Reads on until the pattern is there, or to the end of the output for None."""
    global output
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if until is not None and until in plain(output[answered:]):
            return True
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed.
            data = b""
        if not data:
            return until is None
        output += data
    return False


def plain(data):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", data.decode("utf-8", "replace"))


for text, keys in DIALOGUE:
    if not read(text):
        sys.stdout.write(plain(output))
        sys.stderr.write(f"did not see {text!r}\n")
        os.kill(pid, 9)
        sys.exit(97)
    answered = len(output)
    # One key at a time, as a person types: several in one piece may be taken for one unknown key.
    for key in re.findall(r"\x1b\[[A-Z]|.", keys, re.S):
        os.write(terminal, key.encode())
        time.sleep(0.05)

read(None)
_, status = os.waitpid(pid, 0)
sys.stdout.write(plain(output))
sys.exit(os.waitstatus_to_exitcode(status))
