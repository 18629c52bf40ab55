"""Pure rules of files: names, the headers of tus, ranges of bytes."""
