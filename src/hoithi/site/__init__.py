"""site: settings, root urls, navigation, home, console shell, CLI."""
