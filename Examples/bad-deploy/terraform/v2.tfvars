checkout_connection_limit   = 60
checkout_idle_timeout       = "30min"
reporting_statement_timeout = "45s"
log_retention_days          = 30
maintenance_text            = "We are back in a few minutes."
tags                        = { team = "payments", cost_center = "4712" }
report_schedules            = { sales = "daily" }
