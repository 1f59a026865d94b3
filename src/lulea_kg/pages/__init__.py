"""Pages for people: complete, valid and readable without JavaScript, in Swedish and English."""
