"""What travels between the stages: the messages, the topics, how they are encoded, and the two words for failure."""
