"""What an operator does at the command line besides serving, by noun."""
