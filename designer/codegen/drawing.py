"""The child process that draws: DOT on standard input, the picture on standard output. Started by `picture.draw`.

Graphviz is C code that a strange graph can crash; here it takes nothing else along.
"""

import sys

import pygraphviz


def main() -> None:
    """Draw what comes in, in the format that the only argument names."""
    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(graph.draw(format=sys.argv[1], prog="dot"))


if __name__ == "__main__":
    main()
