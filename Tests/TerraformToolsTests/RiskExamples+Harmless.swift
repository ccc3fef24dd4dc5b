extension RiskExamples {
    /// Changes that nothing may be said of.
    static let harmless = [
        RiskExample(nil, "terraform_data", #"{"input":"a"}"#, nil),
        RiskExample(nil, "null_resource", "{}", nil),
        RiskExample(nil, "random_password", "{}", nil),
        RiskExample(nil, "aws_instance", #"{"tags":{"size":"1"}}"#, #"{"tags":{"size":"2"}}"#),
        RiskExample(nil, "aws_s3_bucket_policy", #"{"bucket":"a"}"#, nil),
        RiskExample(nil, "aws_db_subnet_group", "{}", nil),
        RiskExample(nil, "cloud_bucket_policy", "{}", nil),
        RiskExample(nil, "aws_iam_access_key", "{}", nil),
        RiskExample(nil, "aws_route53_record", "{}", nil),
        RiskExample(nil, "cloud_bucket", #"{"acl":"public-read"}"#, #"{"acl":"private"}"#),
        RiskExample(nil, "cloud_database", #"{"deletion_protection":false}"#, #"{"deletion_protection":true}"#),
        RiskExample(nil, "aws_db_instance", #"{"storage_encrypted":false}"#, #"{"storage_encrypted":true}"#),
        RiskExample(
            nil, "aws_db_instance", #"{"deletion_protection":true,"tags":{"a":"b"}}"#,
            #"{"deletion_protection":true,"tags":{"a":"c"}}"#),
        RiskExample(nil, "aws_db_instance", nil, #"{"deletion_protection":false,"instance_class":"db.t3.small"}"#),
        RiskExample(
            nil, "aws_security_group", nil,
            #"{"egress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":0,"protocol":"-1","to_port":0}],"ingress":[]}"#),
        RiskExample(
            nil, "aws_security_group_rule", nil,
            #"{"type":"egress","cidr_blocks":["0.0.0.0/0"],"from_port":0,"to_port":0,"protocol":"-1"}"#),
        RiskExample(nil, "aws_vpc_security_group_egress_rule", nil, #"{"cidr_ipv4":"0.0.0.0/0","ip_protocol":"-1"}"#),
        RiskExample(nil, "aws_route", nil, #"{"destination_cidr_block":"0.0.0.0/0","gateway_id":"igw-1"}"#),
        RiskExample(nil, "aws_route_table", nil, #"{"route":[{"cidr_block":"0.0.0.0/0"}]}"#),
        RiskExample(
            nil, "google_compute_firewall", nil,
            #"{"direction":"EGRESS","destination_ranges":["0.0.0.0/0"],"allow":[{"protocol":"all"}]}"#),
        RiskExample(
            nil, "google_compute_firewall", nil,
            #"{"direction":"INGRESS","source_ranges":["0.0.0.0/0"],"deny":[{"protocol":"all"}]}"#),
        RiskExample(
            nil, "azurerm_network_security_rule", nil,
            #"{"access":"Deny","direction":"Inbound","source_address_prefix":"*","destination_port_range":"*"}"#),
        RiskExample(
            nil, "azurerm_network_security_rule", nil,
            #"{"access":"Allow","direction":"Outbound","source_address_prefix":"*","destination_port_range":"*"}"#),
        RiskExample(
            nil, "aws_security_group",
            #"{"name":"a","ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":443,"protocol":"tcp","to_port":443}]}"#,
            #"{"name":"b","ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":443,"protocol":"tcp","to_port":443}]}"#),
        RiskExample(
            nil, "aws_iam_role", nil,
            #"{"assume_role_policy":"{\"Statement\":[{\"Action\":\"sts:AssumeRole\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"}}]}"}"#
        ),
        RiskExample(
            nil, "aws_kms_key", nil,
            #"{"policy":"{\"Statement\":[{\"Action\":\"kms:*\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::1:root\"},\"Resource\":\"*\"}]}"}"#
        ),
        RiskExample(
            nil, "aws_s3_bucket_policy", nil,
            #"{"policy":"{\"Statement\":[{\"Action\":\"s3:*\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}"}"#
        ),
        RiskExample(
            nil, "azurerm_storage_account", nil, #"{"public_network_access_enabled":true,"min_tls_version":"TLS1_2"}"#),
        RiskExample(nil, "kubernetes_service", nil, #"{"spec":[{"type":"ClusterIP"}]}"#),
        RiskExample(
            nil, "kubernetes_deployment", #"{"spec":[{"container":[{"image":"a:1","name":"a"}]}]}"#,
            #"{"spec":[{"container":[{"image":"a:2","name":"a"}]}]}"#),
        RiskExample(nil, "aws_instance", #"{"user_data":"a"}"#, #"{"user_data":"b"}"#),
        RiskExample(nil, "aws_lb_listener", #"{"port":80}"#, #"{"port":8080}"#),
        RiskExample(
            nil, "aws_db_instance", #"{"deletion_protection":true,"endpoint":"a"}"#, #"{"deletion_protection":null}"#,
            unknown: #"{"deletion_protection":true,"endpoint":true}"#),
        RiskExample(
            nil, "azurerm_network_security_rule", nil,
            #"{"access":"Allow","direction":"Inbound","source_address_prefix":"10.0.0.0/8","source_port_range":"*","destination_port_range":"443"}"#
        ),
        RiskExample(
            nil, "azurerm_network_security_rule",
            #"{"access":"Allow","direction":"Inbound","source_address_prefix":"10.0.0.0/8","source_port_range":"1024-65535"}"#,
            #"{"access":"Allow","direction":"Inbound","source_address_prefix":"10.0.0.0/8","source_port_range":"*"}"#),
        RiskExample(
            nil, "aws_s3_bucket_cors_configuration", #"{"cors_rule":[{"allowed_headers":["x"]}]}"#,
            #"{"cors_rule":[{"allowed_headers":["*"]}]}"#),
        RiskExample(nil, "cloud_application", #"{"allowed_hosts":["a.example"]}"#, #"{"allowed_hosts":["*"]}"#),
        RiskExample(
            nil, "google_pubsub_topic", #"{"allowed_persistence_regions":["europe"]}"#,
            #"{"allowed_persistence_regions":["any"]}"#),
        RiskExample(
            nil, "aws_iam_policy",
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"ec2:*\"],\"Resource\":\"*\"}]}"}"#,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":\"*\"}]}"}"#),
        RiskExample(
            nil, "aws_iam_policy",
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"ec2:*\"],\"Resource\":\"*\"}]}"}"#,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}]}"}"#
        ),
        RiskExample(
            nil, "aws_iam_policy",
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"}"#,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}}}]}"}"#
        ),
        RiskExample(
            nil, "aws_security_group",
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":80,"protocol":"tcp","to_port":90}]}"#,
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":80,"protocol":"tcp","to_port":80}]}"#),
        RiskExample(
            nil, "aws_security_group",
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":443,"protocol":"tcp","to_port":443}]}"#,
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":443,"protocol":"6","to_port":443}]}"#),
        RiskExample(nil, "cloud_client", #"{"client_id":"99999"}"#, #"{"client_id":"10000"}"#),
        RiskExample(
            nil, "cloud_app", #"{"session_id":9,"thread_priority":9}"#, #"{"session_id":1,"thread_priority":1}"#),
        RiskExample(nil, "cloud_app", #"{"memory_used":900}"#, #"{"memory_used":100}"#),
        RiskExample(
            nil, "aws_lb_target_group", #"{"health_check":[{"interval":30}]}"#, #"{"health_check":[{"interval":10}]}"#),
        RiskExample(nil, "time_rotating", #"{"rotation_days":30}"#, #"{"rotation_days":7}"#),
        RiskExample(nil, "cloud_alert", #"{"latency_threshold":500}"#, #"{"latency_threshold":200}"#),
        RiskExample(nil, "github_team_repository", "{}", nil),
        RiskExample(nil, "oci_core_route_table", "{}", nil),
        RiskExample(nil, "ibm_is_vpc_routing_table", "{}", nil),
        RiskExample(nil, "nsxt_policy_share", "{}", nil),
        RiskExample(
            nil, "kubernetes_role_binding", nil,
            #"{"metadata":[{"name":"cluster-admin"}],"role_ref":[{"kind":"Role","name":"view"}]}"#),
        RiskExample(nil, "google_compute_firewall", #"{"source_ranges":["10.0.0.0/8"]}"#, #"{"source_tags":["a"]}"#),
        RiskExample(nil, "cloud_app", #"{"skip_tls_check":true}"#, #"{"skip_tls_check":false}"#),
        RiskExample(nil, "cloud_app", #"{"auth_type":"none"}"#, #"{"auth_type":"oauth"}"#),
        RiskExample(nil, "aws_s3_bucket", #"{"logging":[]}"#, #"{"logging":[{"target_bucket":"logs"}]}"#),
        RiskExample(
            nil, "aws_db_parameter_group", #"{"parameter":[{"name":"rds.force_ssl","value":"1"}]}"#,
            #"{"parameter":[{"name":"rds.force_ssl"}]}"#, unknown: #"{"parameter":[{"value":true}]}"#),
    ]
}
