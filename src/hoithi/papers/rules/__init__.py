"""What each kind of paper says; pure. Words are those of offices: papers are Vietnamese whatever a screen speaks."""
