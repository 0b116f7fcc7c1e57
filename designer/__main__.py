"""`python -m designer`: Layerloom without a browser."""

import sys

from designer.cli import main

if __name__ == "__main__":
    sys.exit(main())
