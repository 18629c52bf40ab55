"""Reading what people send to the quiz."""
