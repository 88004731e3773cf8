"""The command line: the only place that knows a terminal.

A command parses its options, calls the library and shows what comes back. Start-up stays quick
because only a command's body imports the parts it needs.
"""
