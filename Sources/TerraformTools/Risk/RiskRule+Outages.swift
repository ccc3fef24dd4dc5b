extension RiskRule {
    /// What others reach something by, and what runs: whoever hangs on it stops when it goes away.
    static let outages: [RiskRule] = [
        RiskRule(
            "machine-destroyed", .dataLoss, .medium,
            [
                "aws_instance", "aws_spot_instance_request", "aws_lightsail_instance", "google_compute_instance",
                "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine",
                "*_virtual_machine", "*_virtual_machine_v2", "*_compute_instance", "*_compute_instance_v2",
                "hcloud_server", "*_droplet", "linode_instance", "vultr_instance", "oci_core_instance",
                "*_instance_server",
            ], .destroyed, "what runs on it stops, and what its own disks hold is lost"),
        RiskRule(
            "workload-deleted", .dependency, .medium,
            [
                "kubernetes_deployment*", "kubernetes_daemon*", "kubernetes_service", "kubernetes_service_v1",
                "kubernetes_ingress*", "kubernetes_cron_job*", "aws_ecs_service", "aws_ecs_cluster",
                "aws_lambda_function", "aws_autoscaling_group", "google_cloud_run_*service",
                "google_cloudfunctions*_function", "azurerm_*_web_app", "azurerm_*_function_app",
                "azurerm_container_app", "azurerm_kubernetes_cluster_node_pool", "google_container_node_pool",
                "aws_eks_node_group", "nomad_job", "heroku_app",
            ], .deleted, "what it serves stops"),
        RiskRule(
            "network-deleted", .dependency, .medium,
            [
                "aws_vpc", "aws_subnet", "aws_nat_gateway", "aws_internet_gateway", "aws_lb", "aws_alb", "aws_elb",
                "aws_lb_listener", "aws_lb_target_group", "aws_route53_zone", "aws_cloudfront_distribution",
                "aws_api_gateway_rest_api", "aws_apigatewayv2_api", "aws_eip", "aws_vpn_connection",
                "aws_ec2_transit_gateway", "aws_dx_*", "google_compute_network", "google_compute_subnetwork",
                "google_compute_router_nat", "google_compute_*forwarding_rule", "google_compute_*backend_service",
                "google_compute_*url_map", "google_dns_managed_zone", "google_compute_*address",
                "azurerm_virtual_network", "azurerm_subnet", "azurerm_lb", "azurerm_application_gateway",
                "azurerm_nat_gateway", "azurerm_dns_zone", "azurerm_private_dns_zone", "azurerm_public_ip",
                "azurerm_frontdoor", "azurerm_express_route_circuit", "*_dns_zone", "digitalocean_domain",
                "linode_domain",
                "cloudflare_zone",
                "*_loadbalancer*", "*_load_balancer", "*_vpc",
            ], .deleted, "what is reached by it stops"),
        RiskRule(
            "alarm-deleted", .exposure, .medium,
            [
                "aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", "google_monitoring_alert_policy",
                "azurerm_monitor_metric_alert", "azurerm_monitor_scheduled_query_rules_alert*", "datadog_monitor",
                "newrelic_alert_*", "grafana_rule_group", "pagerduty_service", "opsgenie_*", "*_alert_policy",
            ], .deleted, "what goes wrong is told to nobody any more"),
        RiskRule(
            "job-suspended", .capacity, .medium, ["kubernetes_*"], .turnsOn(["suspend"]), "it no longer runs"),
    ]
}
