"""papers: what the official documents of a contest say (văn bản của cuộc thi), and the desk where they are made."""
