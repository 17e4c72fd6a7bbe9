//! Dutch of the command line.
