checkout_connection_limit   = 40
checkout_idle_timeout       = "30min"
reporting_statement_timeout = "30s"
log_retention_days          = 14
maintenance_text            = "We are back in a few minutes."
tags                        = { team = "payments", cost_center = "4711" }
report_schedules            = { sales = "daily" }
