checkout_connection_limit   = 60
checkout_idle_timeout       = "30min"
reporting_statement_timeout = "30s"
log_retention_days          = 14
maintenance_text            = "We are back shortly. Your cart is kept."
tags                        = { team = "payments", cost_center = "4712" }
report_schedules            = { sales = "daily", returns = "weekly" }
