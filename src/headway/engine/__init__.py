"""WHERE IT RUNS: a dialect, and ``run(sql)`` that gives Arrow; nobody else imports an engine."""
