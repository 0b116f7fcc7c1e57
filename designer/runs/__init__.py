"""What a run leaves: its folder, its events, its files; evaluation, prediction and export."""
