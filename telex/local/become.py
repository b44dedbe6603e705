"""``python -m telex.local.become UID PATH… -- COMMAND…``: become an unprivileged user, then run the command in place of this process.

Elasticsearch refuses to run as root. Its own files belong to the unprivileged user, but the way to them may lie in root's
home folder, which others may not enter: then the one capability to enter and read folders is kept, and no other.
"""

import ctypes
import os
import sys
from pathlib import Path

# From linux/prctl.h, linux/securebits.h and linux/capability.h.
PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 28, 47, 2
NO_SETUID_FIXUP = 1 << 2
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
CAPABILITY_VERSION_3 = 0x20080522


def reachable(paths: list[Path]) -> bool:
    """Tell whether any user may read these files and folders, and enter the folders on the way."""
    ways = {folder for path in paths for folder in path.resolve().parents}
    return all(path.stat().st_mode & 0o004 for path in paths) and all(folder.stat().st_mode & 0o001 for folder in ways)


def become(uid: int, *, keep_reading: bool) -> None:
    """Give up root for good; with ``keep_reading`` (Linux) keep the right to enter and read every folder.

    Raises:
        OSError: the system does not let this process change its user or keep the right.
    """
    kept = _readable_capability() if keep_reading else None
    libc = ctypes.CDLL(None, use_errno=True)
    if kept is not None:
        # Else the capability is lost with root, and access(2), which Java asks, would not honour it.
        _check(libc.prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    if kept is not None:
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        mask = 1 << kept
        _check(libc.capset(header, (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)))
        _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, kept, 0, 0))


def _readable_capability() -> int:
    """Choose the least capability of this process that reads every folder; a container may have only the larger one."""
    status = Path("/proc/self/status").read_text()
    ours = int(status.split("CapPrm:")[1].split()[0], 16)
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        if ours & (1 << capability):
            return capability
    raise PermissionError("no capability to read folders")


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def main() -> None:
    """Become the user and run the command, which needs to read the paths."""
    here = sys.argv.index("--")
    uid, needed, command = int(sys.argv[1]), [Path(path) for path in sys.argv[2:here]], sys.argv[here + 1 :]
    try:
        become(uid, keep_reading=not reachable(needed))
    except OSError as error:
        sys.exit(f"root cannot become user {uid} here ({error}): run telex as another user")
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
