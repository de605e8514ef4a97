"""Facts in, Discord messages out: the only room that knows both the words and the layout."""
