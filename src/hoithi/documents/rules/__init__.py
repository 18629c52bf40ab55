"""What a paper is, and who may sign which; pure."""
