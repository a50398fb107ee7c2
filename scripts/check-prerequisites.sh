#!/bin/sh
# Finds a Python that can carry this project: prints its path, or says in Thai and English what to install.
# Only `make` calls it, and only to create .venv; PYTHON=/path/to/python3 names an interpreter to use instead.
set -eu

# Debian splits venv and ensurepip off from python3, so a Python that runs may still be unable to make a venv.
able='import sys
assert sys.version_info >= (3, 11)
import ensurepip, venv'

if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3 python3.14 python3.13 python3.12 python3.11; fi
for candidate; do
    if path=$(command -v "$candidate") && "$path" -c "$able" 2>/dev/null; then
        echo "$path"
        exit 0
    fi
done

# A container's root often has no sudo, and needs none.
sudo='sudo '
if [ "$(id -u)" = 0 ]; then sudo=''; fi
if command -v apt-get >/dev/null; then
    install="${sudo}apt-get install python3 python3-venv make"
elif command -v dnf >/dev/null; then
    install="${sudo}dnf install python3 make"
elif command -v brew >/dev/null; then
    install="brew install python make"
else
    install="(Python >= 3.11 + venv + ensurepip + make)"
fi

cat >&2 <<MESSAGE
ไม่พบ Python 3.11 ขึ้นไปที่สร้าง venv ได้ (ตรวจแล้ว: ${PYTHON:-python3}) ติดตั้งด้วยคำสั่งนี้แล้วลองใหม่
No Python 3.11 or newer that can make a venv (looked at: ${PYTHON:-python3}). Install it with this line, then try again:

    $install

ถ้ามีอยู่แล้วที่อื่น / If you have one elsewhere:  make run PYTHON=/path/to/python3
MESSAGE
exit 1
