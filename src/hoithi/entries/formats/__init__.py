"""Reading what people send: files are opened in a limited process of their own."""
