"""SEND IT OUT: plan and apply through the outbox, digest, calendar feed, webhooks."""
