extension RiskExamples {
    /// More that nothing may be said of: what is measured, what is made for everybody, what stays as wide as it was.
    static let quiet = [
        RiskExample(nil, "google_storage_bucket_object", #"{"size":900}"#, #"{"size":100}"#),
        RiskExample(nil, "aws_s3_object", #"{"content_length":900}"#, #"{"content_length":100}"#),
        RiskExample(nil, "aws_lambda_function", #"{"source_code_size":12000}"#, #"{"source_code_size":9000}"#),
        RiskExample(nil, "google_bigquery_dataset", nil, #"{"default_table_expiration_ms":3600000}"#),
        RiskExample(nil, "aws_iam_access_key", #"{"status":"Active"}"#, #"{"status":"Inactive"}"#),
        RiskExample(nil, "google_dns_managed_zone", nil, #"{"visibility":"public"}"#),

        RiskExample(
            nil, "aws_security_group_rule", nil,
            #"{"type":"ingress","cidr_blocks":["10.0.0.0/8","172.16.0.0/12"],"from_port":22,"to_port":22,"protocol":"tcp"}"#
        ),
        RiskExample(
            nil, "aws_security_group_rule",
            #"{"type":"ingress","cidr_blocks":["0.0.0.0/0"],"from_port":22,"to_port":22,"protocol":"tcp"}"#,
            #"{"type":"ingress","cidr_blocks":["0.0.0.0/1"],"from_port":22,"to_port":22,"protocol":"tcp"}"#),
        RiskExample(nil, "acme_network_group", nil, #"{"multicast_source_ranges":["224.0.0.0/4"]}"#),
        RiskExample(
            nil, "aws_iam_policy", nil,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::a\",\"arn:aws:s3:::a/*\"]}]}"}"#
        ),
        RiskExample(
            nil, "aws_iam_policy", nil,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"logs:CreateLogGroup\",\"logs:PutLogEvents\"],\"Resource\":\"arn:aws:logs:*:*:*\"}]}"}"#
        ),
        RiskExample(
            nil, "aws_network_acl_rule", #"{"egress":true,"rule_action":"deny","cidr_block":"0.0.0.0/0"}"#, nil),
        RiskExample(
            nil, "aws_network_acl_rule", #"{"rule_action":"allow","cidr_block":"10.0.0.0/8"}"#, nil),
        RiskExample(
            nil, "aws_s3_bucket_lifecycle_configuration", nil,
            #"{"rule":[{"id":"a","status":"Enabled","expiration":[{"days":365}]}]}"#),
        RiskExample(
            nil, "aws_s3_bucket_lifecycle_configuration", #"{"rule":[{"id":"a"}]}"#,
            #"{"rule":[{"id":"a","noncurrent_version_expiration":[{"days":1}],"abort_incomplete_multipart_upload":[{"days":1}]}]}"#
        ),
        RiskExample(
            nil, "google_storage_bucket", nil,
            #"{"lifecycle_rule":[{"action":[{"type":"Delete"}],"condition":[{"age":30}]}]}"#),
        RiskExample(nil, "aws_cloudwatch_event_rule", #"{"state":"DISABLED"}"#, #"{"state":"ENABLED"}"#),
        RiskExample(nil, "cloud_app", #"{"cpu_utilization_percent":80}"#, #"{"cpu_utilization_percent":20}"#),
        RiskExample(nil, "kubernetes_deployment", #"{"limits":{"cpu":"1"}}"#, #"{"limits":{"cpu":"1000m"}}"#),
        RiskExample(
            nil, "cloud_app", #"{"options":"-Dversion=8 name=a"}"#, #"{"options":"-Dversion=7 name=b"}"#),
    ]
}
