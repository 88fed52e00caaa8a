# Find a Python that serves (3.11 to 3.13) and hand over to dev.py; sourced by run, test, check, faults.
# Each candidate is tried, not only looked up: a version manager's stub may be on PATH without
# a Python behind it.
supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
for python in python3.13 python3.12 python3.11 python3 python; do
  if "$python" -c "$supported" 2>/dev/null; then
    exec "$python" "$(dirname "$0")/dev.py" "$@"
  fi
done
echo "Citywheel needs Python 3.11, 3.12 or 3.13 on PATH; none was found." >&2
exit 1
