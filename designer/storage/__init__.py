"""Where state is kept: the home folder, atomic files, the database, tokens."""
