checkout_connection_limit   = 4
checkout_idle_timeout       = "30min"
reporting_statement_timeout = "45s"
log_retention_days          = 30
maintenance_text            = "We are back shortly. Your cart is kept."
tags                        = { team = "payments", cost_center = "4712" }
report_schedules            = { sales = "daily", returns = "weekly" }
