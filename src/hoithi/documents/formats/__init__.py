"""Papers as files: Word an office can edit, PDF/A for keeping, pictures for looking."""
