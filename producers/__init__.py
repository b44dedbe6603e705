"""The receiving stage: sources of articles, and the producer that sends them to articles.raw."""
