# What the shop's platform team keeps in Terraform. An example's v1.tfvars and v2.tfvars are its two versions.
# psql finds the server by the environment (PGHOST, PGUSER, PGDATABASE), so no address stands here.

variable "checkout_connection_limit" { type = number }
variable "checkout_idle_timeout" { type = string }
variable "reporting_statement_timeout" { type = string }
variable "log_retention_days" { type = number }
variable "maintenance_text" { type = string }
variable "tags" { type = map(string) }
variable "report_schedules" { type = map(string) }

resource "terraform_data" "database_role_limits" {
  input            = { role = "checkout", connection_limit = var.checkout_connection_limit }
  triggers_replace = [var.checkout_connection_limit]
  provisioner "local-exec" {
    command = "psql --quiet --command 'ALTER ROLE ${self.input.role} CONNECTION LIMIT ${self.input.connection_limit}'"
  }
}

resource "terraform_data" "database_idle_timeout" {
  input            = { role = "checkout", idle_session_timeout = var.checkout_idle_timeout }
  triggers_replace = [var.checkout_idle_timeout]
  provisioner "local-exec" {
    command = "psql --quiet --command \"ALTER ROLE ${self.input.role} SET idle_session_timeout = '${self.input.idle_session_timeout}'\""
  }
}

resource "terraform_data" "reporting_role" {
  input            = { role = "reporting", statement_timeout = var.reporting_statement_timeout }
  triggers_replace = [var.reporting_statement_timeout]
  provisioner "local-exec" {
    command = "psql --quiet --command \"ALTER ROLE ${self.input.role} SET statement_timeout = '${self.input.statement_timeout}'\""
  }
}

resource "terraform_data" "log_retention" {
  input            = { service = "checkout", days = var.log_retention_days }
  triggers_replace = [var.log_retention_days]
  provisioner "local-exec" {
    command = "echo 'days ${self.input.days}' > retention.conf"
  }
}

resource "terraform_data" "maintenance_page" {
  input            = { path = "maintenance.html", text = var.maintenance_text }
  triggers_replace = [var.maintenance_text]
  provisioner "local-exec" {
    command = "echo '<p>${self.input.text}</p>' > ${self.input.path}"
  }
}

resource "terraform_data" "tags" {
  input = var.tags
}

resource "terraform_data" "report_schedule" {
  for_each = var.report_schedules
  input    = { report = each.key, schedule = each.value }
}

output "connection_limit" { value = terraform_data.database_role_limits.output.connection_limit }
