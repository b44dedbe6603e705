"""What every stage that moves messages needs: settings, clients, dead letters, logs and metrics."""
