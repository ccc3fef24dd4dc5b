extension RiskRule {
    /// What is known of Kubernetes and Helm; types end in `_v1` or the like in newer configurations.
    static let kubernetes: [RiskRule] = [
        RiskRule(
            "kubernetes-storage-destroyed", .dataLoss, .critical,
            [
                "kubernetes_persistent_volume*", "kubernetes_stateful_set*", "kubernetes_namespace*",
                "kubernetes_storage_class*",
            ], .destroyed, "volumes and what is on them go with it, unless they are kept"),
        RiskRule(
            "kubernetes-secret-destroyed", .dataLoss, .high, ["kubernetes_secret*", "kubernetes_config_map*"], .deleted,
            "what reads it no longer starts"),
        RiskRule(
            "kubernetes-cluster-destroyed", .dataLoss, .critical,
            [
                "aws_eks_cluster", "google_container_cluster", "azurerm_kubernetes_cluster",
                "digitalocean_kubernetes_cluster", "*_kubernetes_cluster", "*_k8s_cluster", "rancher2_cluster*",
            ], .destroyed, "everything that runs in the cluster goes with it"),
        RiskRule(
            "helm-release-deleted", .dataLoss, .high, ["helm_release"], .deleted,
            "everything that the chart made goes with it"),
        RiskRule(
            "kubernetes-protection-removed", .exposure, .high,
            [
                "kubernetes_network_policy*", "kubernetes_pod_security_policy*", "kubernetes_resource_quota*",
                "kubernetes_limit_range*", "kubernetes_pod_disruption_budget*",
                "kubernetes_validating_webhook_configuration*",
            ], .deleted, "a protection goes away with it"),
        RiskRule(
            "kubernetes-privileged", .exposure, .critical, ["kubernetes_*"],
            .isOn(["privileged", "allow_privilege_escalation", "host_network", "host_pid", "host_ipc"]),
            "a container gets the rights of the machine that it runs on"),
        RiskRule(
            "kubernetes-root", .exposure, .medium, ["kubernetes_*"],
            .turnsOff(["run_as_non_root", "read_only_root_filesystem"]),
            "a container may run as root or write to its own files"),
        RiskRule(
            "kubernetes-root-user", .exposure, .medium, ["kubernetes_*"], .becomes(["run_as_user"], ["0"]),
            "a container runs as root"),
        RiskRule(
            "kubernetes-capability", .exposure, .high, ["kubernetes_*"],
            .becomes(
                ["capabilities.add"], ["SYS_ADMIN", "ALL", "NET_ADMIN", "SYS_PTRACE", "SYS_MODULE", "DAC_OVERRIDE"]),
            "a container may do what the machine's own administrator may"),
        RiskRule(
            "kubernetes-host-path", .exposure, .medium, ["kubernetes_*"], .appears(["host_path"]),
            "a container reads or writes the files of the machine that it runs on"),
        RiskRule(
            "kubernetes-public-service", .exposure, .medium, ["kubernetes_service*"],
            .becomes(["type"], ["LoadBalancer", "NodePort"]), "the service gets an address outside of the cluster"),
        RiskRule(
            "kubernetes-cluster-admin", .exposure, .critical, ["kubernetes_*role_binding*"],
            .becomes(
                ["role_ref.name", "subject.name", "subjects.name"],
                ["cluster-admin", "system:anonymous", "system:unauthenticated", "system:masters"]),
            "it may do everything in the cluster"),
        RiskRule(
            "kubernetes-wildcard-role", .exposure, .high, ["kubernetes_*role*"],
            .becomes(["verbs", "resources", "api_groups"], ["*"]), "the role is not limited to what it needs"),
        RiskRule(
            "kubernetes-no-probe", .capacity, .medium, ["kubernetes_*"],
            .vanishes(["liveness_probe", "readiness_probe", "startup_probe"]),
            "traffic goes to containers of which nobody knows whether they are ready"),
    ]
}
